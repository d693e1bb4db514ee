using System.Text.Json.Nodes;

namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A test of agents in a list.</summary>
public sealed record AgentTest(string Id, string Name);

/// <summary>A test that was just made.</summary>
public sealed record CreatedTest(string Id);

/// <summary>Runs tests against an agent.</summary>
public sealed record TestRunBody(IReadOnlyList<TestToRun> Tests, string? BranchId = null);

/// <summary>One of them.</summary>
public sealed record TestToRun(string TestId);

/// <summary>A run of tests.</summary>
public sealed record TestInvocation(string Id)
{
    /// <summary>How each test stands.</summary>
    public IReadOnlyList<TestRun> TestRuns { get; init => field = value ?? []; } = [];
}

/// <summary>How a test stands: <c>pending</c>, <c>passed</c> or <c>failed</c>.</summary>
public sealed record TestRun(string TestId, string Status, string? TestName = null, JsonObject? ConditionResult = null);
