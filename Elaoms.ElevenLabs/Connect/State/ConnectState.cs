using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.State;

/// <summary>
/// What <c>connect</c> made and changed, so that another run finishes what was cut short, and <c>--undo</c> takes it back. It is written
/// before each change. It holds no secret.
/// </summary>
public sealed class ConnectState
{
    /// <summary>The form of this document.</summary>
    public int V { get; init; } = 1;

    /// <summary>The API that knows these ids.</summary>
    public string? Api { get; set; }

    /// <summary>Secrets.</summary>
    public IList<MadeSecret> Secrets { get; init => field = value ?? []; } = [];

    /// <summary>Tools.</summary>
    public IList<MadeTool> Tools { get; init => field = value ?? []; } = [];

    /// <summary>Webhooks.</summary>
    public IList<MadeWebhook> Webhooks { get; init => field = value ?? []; } = [];

    /// <summary>Tests of agents.</summary>
    public IList<MadeTest> Tests { get; init => field = value ?? []; } = [];

    /// <summary>Branches of agents, each with its changes in the order in which they were made.</summary>
    public IList<ChangedBranch> Branches { get; init => field = value ?? []; } = [];

    /// <summary>Whether nothing is left to undo.</summary>
    [JsonIgnore]
    public bool IsEmpty => Secrets.Count + Tools.Count + Webhooks.Count + Tests.Count + Branches.Count == 0;
}

/// <summary>A secret.</summary>
public sealed class MadeSecret
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its id; null if the answer that holds it has not come.</summary>
    public string? SecretId { get; set; }

    /// <summary>Whether we made it; else we gave it another value.</summary>
    public bool IsMade { get; init; }

    /// <summary>Stands for its value; null if the value may not have been written.</summary>
    public string? Fingerprint { get; set; }
}

/// <summary>A tool.</summary>
public sealed class MadeTool
{
    /// <summary>The address that it asks.</summary>
    public required string Url { get; init; }

    /// <summary>Which of our tools it is.</summary>
    public required string Variant { get; init; }

    /// <summary>Its id; null if the answer that holds it has not come.</summary>
    public string? ToolId { get; set; }

    /// <summary>What we replaced; null if we made the tool.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>What we replaced it with.</summary>
    public JsonObject? After { get; set; }
}

/// <summary>A webhook.</summary>
public sealed class MadeWebhook
{
    /// <summary>Its name, which nothing else has.</summary>
    public required string Name { get; init; }

    /// <summary>Its address.</summary>
    public required string Url { get; init; }

    /// <summary>Its id; null if the answer that holds it has not come.</summary>
    public string? WebhookId { get; set; }

    /// <summary>Stands for its secret; null if the answer that holds it has not come. The secret itself is then lost.</summary>
    public string? Fingerprint { get; set; }
}

/// <summary>A test of agents.</summary>
public sealed class MadeTest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its id; null if the answer that holds it has not come.</summary>
    public string? TestId { get; set; }
}

/// <summary>A branch of an agent.</summary>
public sealed class ChangedBranch
{
    /// <summary>The agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>Its name when it was changed.</summary>
    public required string AgentName { get; init; }

    /// <summary>The branch; null for the main one.</summary>
    public string? BranchId { get; init; }

    /// <summary>What was changed, or was about to be.</summary>
    public IList<LeafChange> Changes { get; init => field = value ?? []; } = [];
}

/// <summary>Where the state is kept.</summary>
public interface IConnectStateStore
{
    /// <summary>Where that is, for people.</summary>
    string Name { get; }

    /// <summary>Reads it; an empty one if there is none.</summary>
    Task<ConnectState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes it; when it returns, a killed process finds it again. An empty state is deleted.</summary>
    Task WriteAsync(ConnectState state, CancellationToken cancellationToken);
}

/// <summary>The state as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    UseStringEnumConverter = true,
    MaxDepth = 256)]
[JsonSerializable(typeof(ConnectState))]
public sealed partial class ConnectStateJson : JsonSerializerContext;
