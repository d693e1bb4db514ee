using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary><c>/v1/convai/agent-testing</c>. Running a test costs model usage.</summary>
public sealed class TestRoutes
{
    private const string Root = "v1/convai/agent-testing";
    private readonly ElevenLabsTransport _transport;

    internal TestRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>Lists the tests whose names hold a text.</summary>
    public Task<IReadOnlyList<AgentTest>> ListAsync(string text, CancellationToken cancellationToken)
        => _transport.ListAsync(
            $"{Root}?page_size=100&search={Uri.EscapeDataString(text)}",
            ElevenLabsJson.Default.TestPage,
            page => page.Tests ?? [],
            page => page.NextCursor,
            cancellationToken);

    /// <summary>Makes a test.</summary>
    public Task<CreatedTest> CreateAsync(JsonObject test, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Post, $"{Root}/create", test, ElevenLabsJson.Default.JsonObject, ElevenLabsJson.Default.CreatedTest,
            cancellationToken);

    /// <summary>Deletes a test.</summary>
    public Task DeleteAsync(string testId, CancellationToken cancellationToken)
        => _transport.DeleteAsync($"{Root}/{Uri.EscapeDataString(testId)}", cancellationToken);

    /// <summary>Begins to run tests against an agent.</summary>
    /// <param name="branchId">The branch; null for the main one.</param>
    public Task<TestInvocation> RunAsync(
        string agentId, string? branchId, IReadOnlyList<string> testIds, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Post,
            $"v1/convai/agents/{Uri.EscapeDataString(agentId)}/run-tests",
            new TestRunBody([.. testIds.Select(id => new TestToRun(id))], branchId),
            ElevenLabsJson.Default.TestRunBody,
            ElevenLabsJson.Default.TestInvocation,
            cancellationToken);

    /// <summary>Reads how a run stands.</summary>
    public Task<TestInvocation> GetRunAsync(string invocationId, CancellationToken cancellationToken)
        => _transport.GetAsync(
            $"v1/convai/test-invocations/{Uri.EscapeDataString(invocationId)}", ElevenLabsJson.Default.TestInvocation, cancellationToken);
}
