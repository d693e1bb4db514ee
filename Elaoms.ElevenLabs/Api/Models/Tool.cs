using System.Text.Json.Nodes;

namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A tool. Its configuration is JSON, with fields that are unknown here.</summary>
public sealed record Tool(string Id)
{
    /// <summary>The configuration; a <c>PATCH</c> replaces all of it.</summary>
    public JsonObject ToolConfig { get; init => field = value ?? []; } = [];

    /// <summary>Its name, as models see it.</summary>
    public string Name => ToolConfig["name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : "";
}

/// <summary>Creates or replaces a tool.</summary>
public sealed record ToolBody(JsonObject ToolConfig);

/// <summary>An agent that has a tool.</summary>
public sealed record DependentAgent(string Id, string? Name = null);

/// <summary>One call of a tool, as ElevenLabs saw it.</summary>
/// <param name="ErrorType">Such as <c>customer_auth</c>, <c>external_server</c> or <c>client_timeout</c>; null without an error.</param>
public sealed record ToolExecution(string AgentId, double Timestamp, double LatencySecs, bool IsError = false, string? ErrorType = null);
