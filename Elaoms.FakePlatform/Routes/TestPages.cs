using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary>
/// Tests of agents. A run is pending when it is first looked at; then a tool's test passes where the agent has the tool, and a test of
/// what is said passes.
/// </summary>
internal sealed class TestPages(PlatformStore store)
{
    private static readonly string[] Common =
        ["chat_history", "dynamic_variables", "conversation_initiation_source", "environment", "parent_folder_id"];

    public JsonNode? Answer(PlatformRequest request) => (request.Method, request.Parts) switch
    {
        ("GET", ["v1", "convai", "agent-testing"]) => List(request),
        ("POST", ["v1", "convai", "agent-testing", "create"]) => Create(request),
        ("DELETE", ["v1", "convai", "agent-testing", var id])
            => store.Tests.Remove(id) ? new JsonObject() : throw PlatformError.NotFound("test"),
        ("POST", ["v1", "convai", "agents", var agent, "run-tests"]) => Run(request, agent),
        ("GET", ["v1", "convai", "test-invocations", var id]) => Look(id),
        _ => null,
    };

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(request, "cursor", "page_size", "search", "types");
        return Paging.Page(request, "tests", store.Tests
            .Where(test => test.Value["name"]!.GetValue<string>().Contains(request.Text("search") ?? "", StringComparison.Ordinal))
            .Select(test => (JsonNode)new JsonObject
            {
                ["id"] = test.Key,
                ["name"] = test.Value["name"]!.GetValue<string>(),
                ["created_at_unix_secs"] = 1_700_000_000,
                ["last_updated_at_unix_secs"] = 1_700_000_000,
                ["type"] = test.Value["type"]!.GetValue<string>(),
            }));
    }

    private JsonObject Create(PlatformRequest request)
    {
        var body = request.Body?["type"]?.GetValue<string>() switch
        {
            "tool" => Body.Object(request, ["type", "name"], [.. Common, "tool_call_parameters", "check_any_tool_matches"]),
            "llm" => Body.Object(
                request, ["type", "name", "success_condition"], [.. Common, "success_examples", "failure_examples"]),
            _ => throw PlatformError.Invalid("body.type", "Input should be 'tool', 'llm' or 'simulation'"),
        };
        foreach (var turn in body["chat_history"]?.AsArray() ?? [])
            Body.Object(turn, "body.chat_history", ["role", "message", "time_in_call_secs"]);
        if (body["type"]!.GetValue<string>() == "llm")
        {
            foreach (var (list, type) in (ReadOnlySpan<(string, string)>)[("success_examples", "success"), ("failure_examples", "failure")])
            {
                foreach (var example in body[list]?.AsArray() ?? [])
                {
                    if (Body.Text(Body.Object(example, $"body.{list}", ["response", "type"]), "type") != type)
                        throw PlatformError.Invalid($"body.{list}.type", $"Input should be '{type}'");
                }
            }
        }
        else if (body["tool_call_parameters"]?["referenced_tool"]?["id"]?.GetValue<string>() is { } tool && !store.Tools.ContainsKey(tool))
        {
            throw PlatformError.NotFound("tool");
        }

        var id = store.NewId("test");
        store.Tests[id] = (JsonObject)body.DeepClone();
        return new JsonObject { ["id"] = id };
    }

    private JsonNode Run(PlatformRequest request, string agentId)
    {
        var body = Body.Object(request, ["tests"], "branch_id", "repeat_count", "agent_config_override");
        var agent = store.Agents.GetValueOrDefault(agentId) ?? throw PlatformError.NotFound("agent");
        var branch = agent.Branches.Find(one => one.Id == body["branch_id"]?.GetValue<string>()) ?? agent.Main;
        var id = store.NewId("suite");
        store.Runs[id] = new JsonObject
        {
            ["id"] = id,
            ["agent_id"] = agentId,
            ["test_runs"] = new JsonArray([.. body["tests"]!.AsArray().Select(test =>
            {
                var testId = test!["test_id"]!.GetValue<string>();
                var known = store.Tests.GetValueOrDefault(testId) ?? throw PlatformError.NotFound("test");
                var tool = known["tool_call_parameters"]?["referenced_tool"]?["id"]?.GetValue<string>();
                return (JsonNode)new JsonObject
                {
                    ["test_run_id"] = store.NewId("run"),
                    ["test_invocation_id"] = id,
                    ["agent_id"] = agentId,
                    ["test_id"] = testId,
                    ["test_name"] = known["name"]!.GetValue<string>(),
                    ["status"] = tool is null || branch.AllToolIds.Contains(tool) ? "passed" : "failed",
                    ["condition_result"] = null,
                };
            })]),
        };
        return WithStatus(id, "pending");
    }

    private JsonNode Look(string id)
        => store.Runs.TryGetValue(id, out var run) ? run.DeepClone() : throw PlatformError.NotFound("test_invocation");

    private JsonNode WithStatus(string id, string status)
    {
        var run = store.Runs[id].DeepClone();
        foreach (var one in run["test_runs"]!.AsArray())
            one!["status"] = status;
        return run;
    }
}
