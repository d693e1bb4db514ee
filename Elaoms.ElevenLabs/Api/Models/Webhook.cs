namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A webhook of the workspace. The API does not tell whether its retries are on.</summary>
public sealed record WorkspaceWebhook(string WebhookId, string Name, string WebhookUrl, string? AuthType = null)
{
    /// <summary>Whether somebody switched it off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether ElevenLabs switched it off after failures.</summary>
    public bool IsAutoDisabled { get; init; }

    /// <summary>What uses it; null if that was not asked for.</summary>
    public IReadOnlyList<WebhookUsage>? Usage { get; init; }

    /// <summary>Status of the last failed delivery; null if none failed.</summary>
    public int? MostRecentFailureErrorCode { get; init; }

    /// <summary>When that was, in Unix seconds.</summary>
    public long? MostRecentFailureTimestamp { get; init; }
}

/// <summary>The webhooks of agents that override none.</summary>
public sealed record WorkspaceSettings(
    ClientDataWebhook? ConversationInitiationClientDataWebhook = null, DefaultWebhooks? Webhooks = null);

/// <summary>What is asked at the start of a call.</summary>
public sealed record ClientDataWebhook(string? Url);

/// <summary>Where calls are delivered to.</summary>
public sealed record DefaultWebhooks(string? PostCallWebhookId);

/// <summary>Something that uses a webhook.</summary>
public sealed record WebhookUsage(string? UsageType);

/// <summary>Creates a webhook.</summary>
public sealed record WebhookBody(WebhookSettings Settings);

/// <summary>A new webhook. Retries can't be switched on before it exists.</summary>
public sealed record WebhookSettings(string AuthType, string Name, string WebhookUrl);

/// <summary>A webhook that was just made.</summary>
/// <param name="WebhookSecret">The secret that signs deliveries. It is shown here and never again.</param>
public sealed record CreatedWebhook(string WebhookId, string? WebhookSecret = null);

/// <summary>Changes a webhook. Its address can't be changed.</summary>
public sealed record WebhookPatch(bool IsDisabled, string Name, bool RetryEnabled);
