using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>Finds the workspace's webhooks that lead to post-call.</summary>
public static class PostCallWebhooks
{
    /// <summary>Those that lead to a deployment.</summary>
    /// <param name="hooks">All of the workspace.</param>
    /// <param name="deployment">The deployment; null for any.</param>
    public static IReadOnlyList<WorkspaceWebhook> Of(IEnumerable<WorkspaceWebhook> hooks, Uri? deployment) =>
    [
        .. hooks.Where(hook => Uri.TryCreate(hook.WebhookUrl, UriKind.Absolute, out var url)
            && url.AbsolutePath == MemoryRoutes.PostCall && (deployment is null || url.Authority == deployment.Authority)),
    ];

    /// <summary>The worst state of those that something uses, and how many are off.</summary>
    /// <param name="hooks">All of the workspace. Whose they are is not told: all that lead to post-call count.</param>
    internal static (WebhookState State, int Off) StateOf(IEnumerable<WorkspaceWebhook> hooks)
    {
        var states = Of(hooks, deployment: null).Where(hook => hook.Usage is not { Count: 0 }).Select(StateOf).ToList();
        return (states.DefaultIfEmpty(WebhookState.Missing).Max(), states.Count(state => state > WebhookState.On));
    }

    private static WebhookState StateOf(WorkspaceWebhook hook) => hook switch
    {
        { IsAutoDisabled: true } => WebhookState.SwitchedOff,
        { IsDisabled: true } => WebhookState.Disabled,
        _ => WebhookState.On,
    };
}
