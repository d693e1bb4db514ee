namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// Client of the routes of ElevenLabs' API that ELAOMS uses. Every failure is an <see cref="ElevenLabsException"/>. What the API may change
/// is JSON, so fields that are unknown here come back as they were. Source: ElevenLabs' OpenAPI schema of 2026-08-22.
/// </summary>
/// <param name="transport">Sends the requests.</param>
public sealed class ElevenLabsClient(ElevenLabsTransport transport)
{
    /// <summary>Agents, their branches and what leads to them.</summary>
    public AgentRoutes Agents { get; } = new(transport);

    /// <summary>Tools.</summary>
    public ToolRoutes Tools { get; } = new(transport);

    /// <summary>Secrets of the workspace.</summary>
    public SecretRoutes Secrets { get; } = new(transport);

    /// <summary>Webhooks of the workspace.</summary>
    public WebhookRoutes Webhooks { get; } = new(transport);

    /// <summary>Conversations: lists, details, recordings.</summary>
    public ConversationRoutes Conversations { get; } = new(transport);

    /// <summary>Tests of agents.</summary>
    public TestRoutes Tests { get; } = new(transport);
}
