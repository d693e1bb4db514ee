using System.Globalization;
using System.Runtime.CompilerServices;
using Elaoms.Cli.Reconciling;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Reconcile;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>What the last reconciliation found: whether ElevenLabs delivers, and which calls were not delivered.</summary>
internal sealed class ReconciliationCheck(ElaomsSettings settings, Lazy<ServiceProvider> services, TimeProvider time) : ICheck
{
    public const string Name = "lost calls";

    private static readonly TimeSpan Old = 3 * ReconcileConversations.Every;

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 9008.";

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = (await services.Value.GetRequiredService<IDocumentStore<Reconciliation>>()
            .ReadAsync(Reconciliation.Name, cancellationToken))?.Value;
        if (settings.IsReadKeyUnresolved)
            yield return CheckResult.Warning(
                Name, $"{SettingNames.ElevenLabsReadKey} is still a reference to a Key Vault.", "Put the key into the vault, or unset it.");
        if (state is null)
        {
            if (settings.ElevenLabsReadKey is not null)
                yield return CheckResult.Warning(
                    Name, "Calls were never compared with ElevenLabs.", "Start the server, or run elaoms reconcile.");
            yield break;
        }

        // First, since it explains the rest.
        if (ReconcileText.OfWebhook(state) is { } off)
            yield return CheckResult.Error(Name, off, "Fix the cause, then run elaoms connect --apply: it switches the webhook on.");
        yield return OfCalls(state);
        foreach (var limit in ReconcileText.Limits(state))
            yield return CheckResult.Warning(Name, limit, "See docs/import.md, What reconciling can't do.");
        foreach (var unseen in ReconcileText.Unseen(state))
            yield return CheckResult.Ok(Name, unseen);
        if (settings.ElevenLabsReadKey is not null && !(time.GetUtcNow() - state.Done < Old))
            yield return CheckResult.Warning(
                Name,
                "The last comparison with ElevenLabs is more than 3 hours old.",
                "See docs/operations.md, events 9005 and 9008, or run elaoms reconcile.");
    }

    private static CheckResult OfCalls(Reconciliation state)
    {
        var day = ReconcileText.DayOf(state);
        var text = $"{ReconcileText.OfDay(state)} {ReconcileText.OfHours(state)}".TrimEnd()
            + (state.Done is { } done ? string.Create(CultureInfo.InvariantCulture, $" Compared {done:yyyy-MM-dd HH:mm} UTC.") : "");
        return day switch
        {
            { Lost: > 0 } => CheckResult.Error(
                Name, text, "Run elaoms reconcile: it says why. What ElevenLabs does not let anybody read stays lost."),
            { Recovered: > 0 } => CheckResult.Warning(
                Name, text, "The recovered calls are learned. Find why deliveries fail: docs/operations.md, Lost calls."),
            _ when state.Stuck > 0 => CheckResult.Warning(Name, text, "Nothing here: ask ElevenLabs' support if they stay so."),
            _ => CheckResult.Ok(Name, text),
        };
    }
}
