using System.Globalization;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether there are calls that could not be learned, and messages that could not be read.</summary>
internal sealed class PoisonCheck(Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "poison";

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failed = await services.Value.GetRequiredService<IReceipts>().ListFailedAsync(cancellationToken).CountAsync(cancellationToken);
        if (failed > 0)
        {
            yield return CheckResult.Warning(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"Calls that could not be learned: {failed}."),
                "Run elaoms replay --failed --dry-run to see why. Fix the cause, then run elaoms replay --failed.");
        }

        var givenUp = services.Value.GetService<AzureAccount>() is { } account
            ? (await account.PoisonedCalls.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong
            : 0;
        if (givenUp > 0)
        {
            yield return CheckResult.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Messages in {AzureAccount.PoisonQueue}: {givenUp}. The Functions host gave them up, "
                        + $"and the app has not recorded them as failed."),
                "Start the Functions app: it records them. Then run elaoms replay --failed --dry-run to see why.");
        }

        var unreadable = await services.Value.GetRequiredService<UnreadableMessages>().ReadAsync(cancellationToken);
        if (unreadable.Messages > 0)
        {
            var last = unreadable.LastSeen?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            yield return CheckResult.Warning(
                Name,
                $"Unreadable messages in the queue: {unreadable.Messages}, the last at {last} UTC. They were removed.",
                "Run elaoms replay --failed --dry-run to list them. Find out who wrote them, then run elaoms replay --dismiss-unreadable.");
        }

        if (failed == 0 && givenUp == 0 && unreadable.Messages == 0)
            yield return CheckResult.Ok(Name, "No call has failed.");
    }
}
