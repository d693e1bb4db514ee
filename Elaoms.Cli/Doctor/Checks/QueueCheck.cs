using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether calls are learned, or pile up.</summary>
internal sealed class QueueCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "queue";

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = services.Value.GetRequiredService<ICallQueue>();
        var (age, length) = (await queue.ReadAgeAsync(cancellationToken), await queue.CountAsync(cancellationToken));
        if (age > settings.SweepAfter)
        {
            yield return CheckResult.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Calls waiting to be learned: {length}. The next one has waited for {age.Value.TotalMinutes:0} min."),
                "Check that elaoms serve or the Functions app is running with this storage. If it is, it cannot keep up: see "
                    + "docs/operations.md, “calls wait”.");
        }
        else
        {
            yield return CheckResult.Ok(
                Name,
                length == 0
                    ? "No call is waiting to be learned."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"Calls waiting or being learned: {length}."
                            + $"{(age is null ? "" : $" The next one has waited for {age.Value.TotalSeconds:0} s.")}"));
        }
    }
}
