using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>
/// Chooses the post-call webhook: one whose secret the deployment has, or a new one. The secret of a webhook is shown once, when it is
/// made,
/// and its address can't be changed.
/// </summary>
internal static class WebhookPlanner
{
    private static readonly string[] Place = ["platform_settings", "workspace_overrides", "webhooks", "post_call_webhook_id"];

    public static WebhookPlan? Plan(ConnectSnapshot snapshot, ConnectWish wish, ConnectState state, List<string> tasks)
    {
        var url = wish.PostCallUrl;
        if (snapshot.Webhooks is not { } hooks)
        {
            var known = wish.WebhookId ?? state.Webhooks
                .FirstOrDefault(made => made.Url == url.AbsoluteUri && made.WebhookId is not null && IsKnown(snapshot, made))?.WebhookId;
            if (known is not null)
                return new WebhookPlan(OwnNames.Webhook(url), url, known, IsSwitchedOn: false, MayBeWritten: false, []);
            tasks.Add(
                $"The API key may not manage the workspace's webhooks; only admins may. An admin runs this command, or makes a webhook of "
                + $"type HMAC with the URL {url}, switches its retries on, puts its secret into ELEVENLABS_POST_CALL_KEY of the "
                + "deployment, "
                + "and gives you its id: then add --webhook ID.");
            return null;
        }

        if (wish.WebhookId is { } wished)
        {
            if (hooks.FirstOrDefault(hook => hook.WebhookId == wished) is not { } given)
                tasks.Add($"The workspace has no webhook {wished}. Check --webhook.");
            else if (given.WebhookUrl != url.AbsoluteUri)
                tasks.Add($"The webhook {wished} delivers to {given.WebhookUrl}, not to {url}. Its address can't be changed: use another.");
            else
                return Existing(given, url, []);
            return null;
        }

        var ours = hooks.Where(hook => hook.WebhookUrl == url.AbsoluteUri && hook.AuthType is null or "hmac").ToList();
        var made = ours.Where(hook => MadeAs(state, hook) is not null).ToList();
        var chosen = made.Find(hook => IsKnown(snapshot, MadeAs(state, hook)!))
            ?? ours.Except(made).FirstOrDefault(hook => IsInUse(snapshot, hook) && hook.MostRecentFailureErrorCode is not 401);
        var stale = made.Where(hook => hook != chosen).ToList();
        return chosen is null
            ? new WebhookPlan(OwnNames.Webhook(url), url, WebhookId: null, IsSwitchedOn: false, MayBeWritten: true, stale)
            : Existing(chosen, url, stale);
    }

    /// <summary>What somebody should know of the choice.</summary>
    public static IEnumerable<string> Warnings(WebhookPlan? plan, ConnectSnapshot snapshot, ConnectState state)
    {
        if (plan?.WebhookId is not { } id || snapshot.Webhooks?.FirstOrDefault(hook => hook.WebhookId == id) is not { } hook)
            yield break;
        if (MadeAs(state, hook) is not { } made || !IsKnown(snapshot, made))
            yield return $"The webhook “{hook.Name}” was not made by this command. ElevenLabs does not show its secret again, so nobody "
                + "can check here that the deployment has it: elaoms doctor shows whether deliveries fail.";
        if (hook.MostRecentFailureErrorCode is { } code)
            yield return FormattableString.Invariant($"The last delivery that failed by the webhook “{hook.Name}” got status {code}.");
    }

    private static WebhookPlan Existing(WorkspaceWebhook hook, Uri url, IReadOnlyList<WorkspaceWebhook> stale)
        => new(hook.Name, url, hook.WebhookId, hook.IsDisabled || hook.IsAutoDisabled, MayBeWritten: true, stale);

    private static MadeWebhook? MadeAs(ConnectState state, WorkspaceWebhook hook)
        => state.Webhooks.FirstOrDefault(made => made.WebhookId == hook.WebhookId || made.WebhookId is null && made.Name == hook.Name);

    private static bool IsKnown(ConnectSnapshot snapshot, MadeWebhook made)
        => made.Fingerprint is { } mark && snapshot.PostCallSecrets.Contains(mark);

    // Somebody made it by hand and the agent uses it, so they put its secret into the deployment.
    private static bool IsInUse(ConnectSnapshot snapshot, WorkspaceWebhook hook)
        => snapshot.Agents.SelectMany(agent => agent.Branches).Select(branch => branch.Configuration).OfType<Agent>()
            .Any(agent => JsonValues.Text(AgentLeaves.Of(agent).Find(Place)) == hook.WebhookId);
}
