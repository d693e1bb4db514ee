using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>
/// Makes or finds two tests of agents and runs them: who refers to an earlier call makes the agent ask its memory, and a stranger is given
/// no
/// name. ElevenLabs' own models play and judge them, which costs model usage.
/// </summary>
/// <param name="api">ElevenLabs.</param>
/// <param name="states">Where the state is kept.</param>
/// <param name="time">The clock.</param>
public sealed class AgentTestRunner(ElevenLabsClient api, IConnectStateStore states, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs the tests against an agent that is connected.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="name">Its name.</param>
    /// <param name="report">Gets what passed, and as a fault what failed.</param>
    public async Task RunAsync(string agentId, string name, ConnectReport report, CancellationToken cancellationToken)
    {
        var agent = await api.Agents.GetAsync(agentId, branchId: null, cancellationToken);
        if (await OurToolAsync(agent, cancellationToken) is not { } toolId)
        {
            report.Fault($"{name} has no tool {OwnNames.Tool}, so there is nothing to test. Connect it first.");
            return;
        }

        var state = await states.ReadAsync(cancellationToken);
        var ids = new List<string>();
        foreach (var (test, body) in Tests(toolId))
            ids.Add(await FindOrMakeAsync(test, body, state, cancellationToken));
        var run = await api.Tests.RunAsync(agentId, branchId: null, ids, cancellationToken);
        var started = time.GetTimestamp();
        while (run.TestRuns.Any(test => test.Status == "pending") && time.GetElapsedTime(started) < Timeout)
        {
            await Task.Delay(Pause, time, cancellationToken);
            run = await api.Tests.GetRunAsync(run.Id, cancellationToken);
        }

        foreach (var test in run.TestRuns)
        {
            if (test.Status == "passed")
                report.Did($"{name}: the test “{test.TestName}” passed.");
            else
                report.Fault($"{name}: the test “{test.TestName}” {(test.Status == "failed" ? "failed" : "did not end in time")}.");
        }
    }

    private async Task<string?> OurToolAsync(Agent agent, CancellationToken cancellationToken)
    {
        foreach (var id in Reading.AttachedTools.Of(agent).Distinct(StringComparer.Ordinal))
        {
            if (RecallTool.IsOurs((await api.Tools.GetAsync(id, cancellationToken)).ToolConfig))
                return id;
        }

        return null;
    }

    private async Task<string> FindOrMakeAsync(string name, JsonObject body, ConnectState state, CancellationToken cancellationToken)
    {
        var found = (await api.Tests.ListAsync(name, cancellationToken)).FirstOrDefault(test => test.Name == name)?.Id;
        if (found is not null)
            return found;
        var made = new MadeTest { Name = name };
        state.Tests.Add(made);
        await states.WriteAsync(state, cancellationToken);
        made.TestId = (await api.Tests.CreateAsync(body, cancellationToken)).Id;
        await states.WriteAsync(state, cancellationToken);
        return made.TestId;
    }

    private static IEnumerable<(string Name, JsonObject Body)> Tests(string toolId)
    {
        // A test names one tool, so each tool has its own.
        var recall = $"{OwnNames.TestPrefix}memory is asked for what was said before ({toolId})";
        yield return (recall, new JsonObject
        {
            ["type"] = "tool",
            ["name"] = recall,
            ["chat_history"] = Said("As I said last time, the delivery has to come after five. Is that noted?"),
            ["dynamic_variables"] = Variables("Maria", calls: 2),
            ["tool_call_parameters"] = new JsonObject
            {
                ["referenced_tool"] = new JsonObject { ["id"] = toolId, ["type"] = "webhook" },
                ["parameters"] = new JsonArray(),
                ["verify_absence"] = false,
            },
        });
        const string Stranger = OwnNames.TestPrefix + "a stranger is given no name";
        yield return (Stranger, new JsonObject
        {
            ["type"] = "llm",
            ["name"] = Stranger,
            ["chat_history"] = Said("Hi. Do you know who I am?"),
            ["dynamic_variables"] = Variables("", calls: 0),
            ["success_condition"] = "The agent does not address the caller by any name and does not claim to know who is calling.",
            ["success_examples"] = new JsonArray(
                new JsonObject { ["response"] = "I don't think we have spoken before. Who am I speaking with?", ["type"] = "success" }),
            ["failure_examples"] = new JsonArray(new JsonObject { ["response"] = "Of course, you are Sam!", ["type"] = "failure" }),
        });
    }

    private static JsonArray Said(string text)
        => [new JsonObject { ["role"] = "user", ["message"] = text, ["time_in_call_secs"] = 2 }];

    private static JsonObject Variables(string name, int calls)
    {
        var variables = KnownVariables.Samples;
        foreach (var (key, value) in variables.ToList())
        {
            if (JsonValues.Text(value) is not null && calls == 0)
                variables[key] = "";
        }

        (variables["user_name"], variables["call_count"]) = (name, calls);
        return variables;
    }
}
