using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary><c>/v1/workspace/webhooks</c>, for admins of the workspace only; and which of them agents use by default.</summary>
public sealed class WebhookRoutes
{
    private const string Root = "v1/workspace/webhooks";
    private readonly ElevenLabsTransport _transport;

    internal WebhookRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>Lists all webhooks, with what uses them and how their last delivery failed.</summary>
    public async Task<IReadOnlyList<WorkspaceWebhook>> ListAsync(CancellationToken cancellationToken)
        => (await _transport.GetAsync($"{Root}?include_usages=true", ElevenLabsJson.Default.WebhookList, cancellationToken)).Webhooks ?? [];

    /// <summary>Reads what holds for agents that have no webhooks of their own. Any key may.</summary>
    public Task<WorkspaceSettings> ReadSettingsAsync(CancellationToken cancellationToken)
        => _transport.GetAsync("v1/convai/settings", ElevenLabsJson.Default.WorkspaceSettings, cancellationToken);

    /// <summary>Makes a webhook that signs its deliveries. The answer holds the secret, once.</summary>
    public Task<CreatedWebhook> CreateAsync(string name, Uri url, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Post,
            Root,
            new WebhookBody(new WebhookSettings("hmac", name, url.AbsoluteUri)),
            ElevenLabsJson.Default.WebhookBody,
            ElevenLabsJson.Default.CreatedWebhook,
            cancellationToken);

    /// <summary>Switches a webhook and its retries on. Whether they are on already can't be read.</summary>
    public Task SwitchOnAsync(string webhookId, string name, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Patch,
            PathOf(webhookId),
            new WebhookPatch(IsDisabled: false, name, RetryEnabled: true),
            ElevenLabsJson.Default.WebhookPatch,
            ElevenLabsJson.Default.JsonObject,
            cancellationToken);

    /// <summary>Deletes a webhook that nothing uses.</summary>
    public Task DeleteAsync(string webhookId, CancellationToken cancellationToken)
        => _transport.DeleteAsync(PathOf(webhookId), cancellationToken);

    private static string PathOf(string webhookId) => $"{Root}/{Uri.EscapeDataString(webhookId)}";
}
