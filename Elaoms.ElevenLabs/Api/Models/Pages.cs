namespace Elaoms.ElevenLabs.Api.Models;

internal sealed record AgentPage(IReadOnlyList<AgentSummary>? Agents, string? NextCursor = null);

internal sealed record BranchPage(IReadOnlyList<Branch>? Results);

internal sealed record ConversationPage(IReadOnlyList<ConversationSummary>? Conversations, string? NextCursor = null);

internal sealed record DependentAgentPage(IReadOnlyList<DependentAgent>? Agents, string? NextCursor = null);

internal sealed record SecretPage(IReadOnlyList<StoredSecret>? Secrets, string? NextCursor = null);

internal sealed record TestPage(IReadOnlyList<AgentTest>? Tests, string? NextCursor = null);

internal sealed record ToolPage(IReadOnlyList<Tool>? Tools, string? NextCursor = null);

internal sealed record ToolExecutionPage(IReadOnlyList<ToolExecution>? Executions, string? NextCursor = null);

internal sealed record WebhookList(IReadOnlyList<WorkspaceWebhook>? Webhooks);
