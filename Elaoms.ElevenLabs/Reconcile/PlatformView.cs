using System.Text.Json.Nodes;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>
/// What the platform tells of its own side: whether the webhook is on, and of which agents it keeps no words. What the key may not read,
/// or can't be read now, stays as it was known.
/// </summary>
public sealed class PlatformView(ElevenLabsClient client)
{
    private const int MostAgents = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(24);

    /// <summary>Looks. Webhooks are asked for each time; agents, and what is forbidden, once a day.</summary>
    /// <returns>The state with what was seen, and how many webhooks are off; null where that was not seen.</returns>
    internal async Task<(Reconciliation State, int? Off)> LookAsync(
        Reconciliation state, DateTimeOffset now, bool isAsked, CancellationToken cancellationToken)
    {
        var looksAgain = isAsked || state.Looked is not { } looked || now - looked >= LookAgain || looked > now;
        int? off = null;
        if (looksAgain || state.Webhook != WebhookState.Forbidden)
            (state, off) = await LookAtWebhooksAsync(state, cancellationToken);
        return looksAgain ? (await LookAtAgentsAsync(state with { Looked = now }, cancellationToken), off) : (state, off);
    }

    private async Task<(Reconciliation State, int? Off)> LookAtWebhooksAsync(Reconciliation state, CancellationToken cancellationToken)
    {
        try
        {
            var (seen, off) = PostCallWebhooks.StateOf(await client.Webhooks.ListAsync(cancellationToken));
            return (state with { Webhook = seen }, off);
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.Forbidden)
        {
            return (state with { Webhook = WebhookState.Forbidden }, null);
        }
        catch (ElevenLabsException fault) when (fault.MayPass)
        {
            return (state, null);
        }
    }

    private async Task<Reconciliation> LookAtAgentsAsync(Reconciliation state, CancellationToken cancellationToken)
    {
        try
        {
            var (without, redacted) = (new List<string>(), new List<string>());
            foreach (var agent in (await client.Agents.ListAsync(cancellationToken)).Take(MostAgents))
            {
                var privacy = (await client.Agents.GetAsync(agent.AgentId, branchId: null, cancellationToken)).PlatformSettings["privacy"];
                if (IsOn(privacy?["zero_retention_mode"])
                    || IsOn(privacy?["delete_transcript_and_pii"]) && privacy?["retention_days"] is JsonValue days
                        && days.TryGetValue<double>(out var number) && number == 0)
                    without.Add(agent.AgentId);
                else if (IsOn(privacy?["conversation_history_redaction"]?["enabled"]))
                    redacted.Add(agent.AgentId);
            }

            return state with { AgentsWithoutTranscripts = without, RedactedAgents = redacted, CanReadAgents = true };
        }
        catch (ElevenLabsException fault) when (fault.Fault is ElevenLabsFault.Forbidden)
        {
            return state with { CanReadAgents = false };
        }
        catch (ElevenLabsException fault) when (fault.MayPass || fault.Fault is ElevenLabsFault.NotFound)
        {
            return state;
        }
        catch (InvalidOperationException)
        {
            // The settings are not what the schema says: nothing is known of them.
            return state;
        }
    }

    private static bool IsOn(JsonNode? value) => value is JsonValue flag && flag.TryGetValue<bool>(out var isOn) && isOn;
}
