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
                "elaoms replay --failed --dry-run says why. Mend the cause, then elaoms replay --failed.");
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
                        + $"and nobody has noted them as failed."),
                "The Functions app notes them when it runs; elaoms replay --failed --dry-run then says why.");
        }

        var unreadable = await services.Value.GetRequiredService<UnreadableMessages>().ReadAsync(cancellationToken);
        if (unreadable.Messages > 0)
        {
            var last = unreadable.LastSeen?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            yield return CheckResult.Warning(
                Name,
                $"Messages in the queue that could not be read: {unreadable.Messages}, the last at {last} UTC. They were removed.",
                "elaoms replay --failed --dry-run lists them. Find out who wrote them, then elaoms replay --dismiss-unreadable.");
        }

        if (failed == 0 && givenUp == 0 && unreadable.Messages == 0)
            yield return CheckResult.Ok(Name, "No call has failed.");
    }
}
