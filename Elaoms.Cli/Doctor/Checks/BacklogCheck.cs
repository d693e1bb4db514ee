using System.Globalization;
using Elaoms.Core.Indexing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Of how many callers an engine is still to be told.</summary>
internal sealed class BacklogCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "engine backlog";

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    private string Engines => (settings.OpenMemory, settings.Embeddings) switch
    {
        (null, _) => "embeddings",
        (_, null) => "OpenMemory",
        _ => "OpenMemory or embeddings",
    };

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = await services.Value.GetRequiredService<IDocumentStore<IndexTask>>()
            .ListAsync(cancellationToken).CountAsync(cancellationToken);
        if (waiting > IndexCallers.Lanes)
        {
            yield return CheckResult.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Callers waiting to be indexed by {Engines}: {waiting}. Until then only our own index finds what is not indexed yet."),
                "A running server indexes them at its next sweep, within 5 minutes. elaoms reindex indexes them at once.");
        }
        else
        {
            // So many are under way at a time when calls end one after the other.
            yield return CheckResult.Ok(
                Name,
                waiting == 0
                    ? $"No caller is waiting to be indexed by {Engines}."
                    : string.Create(CultureInfo.InvariantCulture, $"Callers being indexed by {Engines}: {waiting}."));
        }
    }
}
