using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary><c>/v1/convai/tools</c>.</summary>
public sealed class ToolRoutes
{
    private const string Root = "v1/convai/tools";
    private readonly ElevenLabsTransport _transport;

    internal ToolRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>Lists the tools whose names begin so.</summary>
    public Task<IReadOnlyList<Tool>> ListAsync(string prefix, CancellationToken cancellationToken)
        => _transport.ListAsync(
            $"{Root}?page_size=100&search={Uri.EscapeDataString(prefix)}",
            ElevenLabsJson.Default.ToolPage,
            page => page.Tools ?? [],
            page => page.NextCursor,
            cancellationToken);

    /// <summary>Reads a tool.</summary>
    public Task<Tool> GetAsync(string toolId, CancellationToken cancellationToken)
        => _transport.GetAsync(PathOf(toolId), ElevenLabsJson.Default.Tool, cancellationToken);

    /// <summary>Makes a tool.</summary>
    public Task<Tool> CreateAsync(JsonObject config, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Post, Root, new ToolBody(config), ElevenLabsJson.Default.ToolBody, ElevenLabsJson.Default.Tool, cancellationToken);

    /// <summary>Replaces a tool's whole configuration.</summary>
    public Task<Tool> ReplaceAsync(string toolId, JsonObject config, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Patch, PathOf(toolId), new ToolBody(config), ElevenLabsJson.Default.ToolBody, ElevenLabsJson.Default.Tool,
            cancellationToken);

    /// <summary>Deletes a tool that nothing uses.</summary>
    public Task DeleteAsync(string toolId, CancellationToken cancellationToken)
        => _transport.DeleteAsync(PathOf(toolId), cancellationToken);

    /// <summary>Lists the agents that have a tool, on whichever branch.</summary>
    public Task<IReadOnlyList<DependentAgent>> ListDependentAgentsAsync(string toolId, CancellationToken cancellationToken)
        => _transport.ListAsync(
            $"{PathOf(toolId)}/dependent-agents?page_size=100",
            ElevenLabsJson.Default.DependentAgentPage,
            page => page.Agents ?? [],
            page => page.NextCursor,
            cancellationToken);

    /// <summary>Lists the newest calls of a tool that failed, 100 at most.</summary>
    /// <param name="since">The oldest that is looked at.</param>
    public async Task<IReadOnlyList<ToolExecution>> ListFailedExecutionsAsync(
        string toolId, DateTimeOffset since, CancellationToken cancellationToken)
        => (await _transport.GetAsync(
            FormattableString.Invariant($"{PathOf(toolId)}/executions?page_size=100&is_error=true&start_time={since.ToUnixTimeSeconds()}"),
            ElevenLabsJson.Default.ToolExecutionPage,
            cancellationToken)).Executions ?? [];

    private static string PathOf(string toolId) => $"{Root}/{Uri.EscapeDataString(toolId)}";
}
