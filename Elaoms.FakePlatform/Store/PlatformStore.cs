using System.Globalization;
using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Store;

/// <summary>Everything that a workspace holds.</summary>
public sealed class PlatformStore
{
    private int _lastId;

    /// <summary>Agents by id.</summary>
    public SortedDictionary<string, FakeAgent> Agents { get; } = new(StringComparer.Ordinal);

    /// <summary>Configurations of tools by id.</summary>
    public SortedDictionary<string, JsonObject> Tools { get; } = new(StringComparer.Ordinal);

    /// <summary>Secrets by id.</summary>
    public SortedDictionary<string, FakeSecret> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Webhooks by id.</summary>
    public SortedDictionary<string, FakeWebhook> Webhooks { get; } = new(StringComparer.Ordinal);

    /// <summary>What agents without overrides ask at the start of a call; null for nothing.</summary>
    public string? ClientDataUrl { get; set; }

    /// <summary>The webhook to which calls of agents without overrides are delivered; null for none.</summary>
    public string? PostCallWebhookId { get; set; }

    /// <summary>Tests of agents by id.</summary>
    public SortedDictionary<string, JsonObject> Tests { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs of tests by id.</summary>
    public SortedDictionary<string, JsonObject> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Executions of tools by the tool's id.</summary>
    public Dictionary<string, List<JsonObject>> Executions { get; } = new(StringComparer.Ordinal);

    /// <summary>Conversations by id.</summary>
    public Dictionary<string, FakeConversation> Conversations { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives an id that nothing has.</summary>
    public string NewId(string kind) => $"{kind}_{(++_lastId).ToString("x8", CultureInfo.InvariantCulture)}";

    /// <summary>Adds an agent with defaults, as the dashboard makes one.</summary>
    public FakeAgent AddAgent(string name)
    {
        var agent = new FakeAgent(NewId("agent"), name);
        var main = new FakeBranch($"agtbrch_{agent.Id}_main", "main")
        {
            Live = 100,
            Conversation = AgentDefaults.Conversation(),
            Platform = AgentDefaults.Platform(),
        };
        main.Commit(NewId("agtvrsn"));
        agent.Branches.Add(main);
        Agents.Add(agent.Id, agent);
        return agent;
    }

    /// <summary>Adds a conversation that is over.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="start">When it began, in Unix seconds.</param>
    /// <param name="caller">Who called; null for a conversation on a web page.</param>
    /// <param name="turns">What was said; the agent begins.</param>
    public FakeConversation AddConversation(string agentId, long start, string? caller, params IReadOnlyList<string> turns)
    {
        var one = new FakeConversation(NewId("conv"), agentId, start)
        {
            Caller = caller,
            Turns = turns,
            Source = caller is null ? "widget" : "twilio",
            Direction = caller is null ? null : "inbound",
        };
        Conversations.Add(one.Id, one);
        return one;
    }

    /// <summary>
    /// All of it as a text, to compare two states: without versions, and with the values of secrets. Ids are in it.
    /// </summary>
    public string Describe()
    {
        var all = new JsonObject();
        foreach (var agent in Agents.Values)
        {
            foreach (var branch in agent.Branches)
            {
                all[$"{agent.Id} {branch.Id}"] = new JsonObject
                {
                    ["conversation_config"] = Sorted(branch.Conversation),
                    ["platform_settings"] = Sorted(branch.Platform),
                    ["workflow"] = Sorted(branch.Workflow),
                };
            }
        }

        foreach (var (id, tool) in Tools)
            all[id] = Sorted(tool);
        foreach (var (id, secret) in Secrets)
            all[id] = $"{secret.Name}={secret.Value}";
        foreach (var (id, hook) in Webhooks)
            all[id] = $"{hook.Name} {hook.Url} {hook.IsDisabled} {hook.IsAutoDisabled} {hook.HasRetries}";
        foreach (var (id, test) in Tests)
            all[id] = Sorted(test);
        return all.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

/// <summary>A secret with its value, which the API never tells.</summary>
public sealed record FakeSecret(string Name, string Value);

/// <summary>A webhook of the workspace.</summary>
public sealed record FakeWebhook(string Name, string Url, string Secret)
{
    /// <summary>Whether somebody switched it off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether the platform switched it off.</summary>
    public bool IsAutoDisabled { get; init; }

    /// <summary>Whether deliveries are repeated.</summary>
    public bool HasRetries { get; init; }

    /// <summary>Status of the last failed delivery.</summary>
    public int? FailureCode { get; init; }

    /// <summary>When that was.</summary>
    public long? FailedAt { get; init; }
}
