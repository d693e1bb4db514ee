using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary>Requests and answers of ElevenLabs' API as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 256)]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(AgentPage))]
[JsonSerializable(typeof(AgentPatch))]
[JsonSerializable(typeof(AgentVersion))]
[JsonSerializable(typeof(BranchPage))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(CreatedTest))]
[JsonSerializable(typeof(CreatedWebhook))]
[JsonSerializable(typeof(DependentAgentPage))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<PhoneNumber>))]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(SecretPage))]
[JsonSerializable(typeof(StoredSecret))]
[JsonSerializable(typeof(TestInvocation))]
[JsonSerializable(typeof(TestPage))]
[JsonSerializable(typeof(TestRunBody))]
[JsonSerializable(typeof(Tool))]
[JsonSerializable(typeof(ToolBody))]
[JsonSerializable(typeof(ToolExecutionPage))]
[JsonSerializable(typeof(ToolPage))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookPatch))]
[JsonSerializable(typeof(WorkspaceSettings))]
internal sealed partial class ElevenLabsJson : JsonSerializerContext;
