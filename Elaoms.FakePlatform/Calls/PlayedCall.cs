using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Calls;

/// <summary>A call as the platform sees it.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Caller">Who calls; null in a widget.</param>
/// <param name="FirstMessage">What the agent says first.</param>
/// <param name="Variables">The variables that it has.</param>
/// <param name="Failure">Why it ended at its start; null if it began.</param>
public sealed record PlayedCall(
    string AgentId, string ConversationId, string? Caller, string FirstMessage, JsonObject Variables, string? Failure = null);
