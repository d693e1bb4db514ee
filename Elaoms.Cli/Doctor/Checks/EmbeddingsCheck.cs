using System.Globalization;
using Elaoms.Indexes.Embeddings;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether the server of embeddings makes a vector.</summary>
internal sealed class EmbeddingsCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "embeddings";

    private const string Meanwhile = "Calls are still answered, from our own index.";

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(12);

    public string RemedyOfFault => $"Is the server at {settings.Embeddings} overloaded? {Meanwhile}";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CheckResult finding;
        try
        {
            var vector = (await services.Value.GetRequiredService<IEmbeddingModel>().EmbedAsync(["Hello."], cancellationToken))[0];
            finding = CheckResult.Ok(Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{settings.EmbeddingsModel} at {settings.Embeddings} returns vectors of {vector.Length} numbers. "
                    + $"It receives what callers and agents say."));
        }
        catch (EmbeddingsException fault)
        {
            finding = CheckResult.Error(Name, $"{fault.Message}. {Meanwhile}", RemedyOf(fault.Fault));
        }

        yield return finding;
    }

    private string RemedyOf(EmbeddingsFault fault) => fault switch
    {
        EmbeddingsFault.Key => $"Set {SettingNames.EmbeddingsKey} to a key of that server.",
        EmbeddingsFault.UnknownModel or EmbeddingsFault.Unintelligible or EmbeddingsFault.Refused
            => $"Check that {SettingNames.EmbeddingsUrl} is the address above /embeddings, such as https://api.openai.com/v1, and that the "
                + $"server has the model in {SettingNames.EmbeddingsModel}.",
        EmbeddingsFault.RateLimited => "Check the limits and the billing of the account.",
        _ => $"Is the server running at {settings.Embeddings}?",
    };
}
