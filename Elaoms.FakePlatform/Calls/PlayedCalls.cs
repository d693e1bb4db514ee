using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Calls;

/// <summary>
/// Plays calls to the agents: asks the webhook at the start, ends a call whose variables nobody gives, calls the search tool as a model
/// would, and delivers the transcript, signed.
/// </summary>
public sealed class PlayedCalls(PlatformStore store, IHttpClientFactory factory)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpName = "calls";

    private const string Agent = "+12025550100";
    private int _lastCall;

    /// <summary>Begins a call.</summary>
    /// <param name="agentId">Whom somebody calls.</param>
    /// <param name="caller">Who calls; null for a widget, which asks no webhook.</param>
    public async Task<PlayedCall> BeginAsync(string agentId, string? caller, CancellationToken cancellationToken)
    {
        var agent = store.Agents[agentId];
        var branch = agent.Branches.MaxBy(one => one.Live)!;
        var id = FormattableString.Invariant($"conv_played_{++_lastCall}_{agentId}");
        var variables = new JsonObject { ["system__agent_id"] = agentId, ["system__conversation_id"] = id };
        if (caller is not null)
            (variables["system__caller_id"], variables["system__called_number"]) = (caller, Agent);
        var message = branch.Conversation["agent"]!["first_message"]!.GetValue<string>();
        var call = new PlayedCall(agentId, id, caller, message, variables);

        var overrides = branch.Platform["overrides"]!;
        if (caller is not null && overrides["enable_conversation_initiation_client_data_from_webhook"]!.GetValue<bool>()
            && branch.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"] is JsonObject hook)
        {
            var asked = new JsonObject
            {
                ["caller_id"] = caller,
                ["agent_id"] = agentId,
                ["called_number"] = Agent,
                ["call_sid"] = id,
            };
            var answer = await PostAsync(
                hook["url"]!.GetValue<string>(), Headers(hook["request_headers"], variables), Bytes(asked), cancellationToken);
            if (answer is not JsonObject data)
                return call with { Failure = "The client data webhook failed" };
            foreach (var (name, value) in data["dynamic_variables"] as JsonObject ?? [])
                variables[name] = value?.DeepClone();
            if (data["conversation_config_override"]?["agent"]?["first_message"]?.GetValue<string>() is { } greeting)
            {
                if (!overrides["conversation_config_override"]!["agent"]!["first_message"]!.GetValue<bool>())
                    return call with { Failure = "Override for field 'first_message' is not allowed by config" };
                call = call with { FirstMessage = greeting };
            }
        }

        var tools = branch.AllToolIds.Select(tool => store.Tools[tool]);
        var needed = VariableUse.OfText(branch.Conversation["agent"]).Concat(VariableUse.OfText(branch.Workflow))
            .Concat(tools.SelectMany(VariableUse.OfTool));
        return needed.FirstOrDefault(name => !variables.ContainsKey(name)
            && name is not ("system__time" or "system__time_utc")) is { } missing
            ? call with { Failure = $"Missing required dynamic variables: {missing}" }
            : call with
            {
                FirstMessage = VariableUse.Template.Replace(
                    call.FirstMessage, match => variables[match.Groups["name"].Value]?.ToString() ?? ""),
            };
    }

    /// <summary>Calls the tool <c>recall_memory</c> as the model would.</summary>
    /// <returns>What the model is given; null without such a tool, or if it fails.</returns>
    public async Task<JsonNode?> RecallAsync(PlayedCall call, string query, CancellationToken cancellationToken)
    {
        var branch = store.Agents[call.AgentId].Branches.MaxBy(one => one.Live)!;
        var tool = branch.AllToolIds.Select(id => store.Tools[id])
            .FirstOrDefault(one => one["name"]!.GetValue<string>() == "recall_memory");
        if (tool is null)
            return null;
        var schema = tool["api_schema"]!;
        var body = new JsonObject();
        foreach (var (name, property) in schema["request_body_schema"]!["properties"]!.AsObject())
            body[name] = property!["dynamic_variable"]!.GetValue<string>() is { Length: > 0 } variable
                ? call.Variables[variable]?.DeepClone()
                : query;
        var answer = await PostAsync(
            schema["url"]!.GetValue<string>(), Headers(schema["request_headers"], call.Variables), Bytes(body), cancellationToken);
        return schema["response_filter"]?["filters"] is JsonArray filters && answer is JsonObject found
            ? new JsonObject(filters.Select(filter => KeyValuePair.Create(
                filter!.GetValue<string>(), found[filter.GetValue<string>()]?.DeepClone())))
            : answer;
    }

    /// <summary>Ends a call: delivers its transcript.</summary>
    /// <param name="turns">What was said, by turns: the agent begins.</param>
    /// <returns>The status that the webhook answered; null if there is none, or it is off.</returns>
    public async Task<int?> EndAsync(PlayedCall call, IReadOnlyList<string> turns, CancellationToken cancellationToken)
    {
        var settings = store.Agents[call.AgentId].Main.Platform["workspace_overrides"]!["webhooks"]!;
        if (settings["post_call_webhook_id"]?.GetValue<string>() is not { } id || store.Webhooks[id] is not { IsDisabled: false } hook)
            return null;
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var body = Bytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = end,
            ["data"] = new JsonObject
            {
                ["agent_id"] = call.AgentId,
                ["conversation_id"] = call.ConversationId,
                ["status"] = "done",
                ["transcript"] = new JsonArray([.. turns.Select((turn, at) => (JsonNode)new JsonObject
                {
                    ["role"] = at % 2 == 0 ? "agent" : "user", ["message"] = turn, ["time_in_call_secs"] = at * 4,
                })]),
                ["metadata"] = new JsonObject
                {
                    ["start_time_unix_secs"] = end - 60,
                    ["call_duration_secs"] = 60,
                    ["phone_call"] = call.Caller is null ? null : new JsonObject
                    {
                        ["type"] = "twilio",
                        ["direction"] = "inbound",
                        ["external_number"] = call.Caller,
                        ["agent_number"] = Agent,
                    },
                },
                ["analysis"] = new JsonObject { ["call_successful"] = "success" },
            },
        });
        var t = end.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(t + "."), .. body];
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(hook.Secret), signed));
        var status = await StatusAsync(hook.Url, [("ElevenLabs-Signature", $"t={t},v0={mac}")], body, cancellationToken);
        if (status != 200)
            store.Webhooks[id] = hook with { FailureCode = status, FailedAt = end };
        return status;
    }

    /// <summary>Plays a whole call over HTTP: <c>POST /fake/calls</c> with <c>agent_id</c>, <c>caller_id</c> and <c>turns</c>.</summary>
    internal async Task<JsonNode> AnswerAsync(PlatformRequest request, CancellationToken cancellationToken)
    {
        var call = await BeginAsync(
            request.Body?["agent_id"]?.GetValue<string>() ?? store.Agents.Keys.First(),
            request.Body?["caller_id"]?.GetValue<string>() ?? "+12025550123",
            cancellationToken);
        var turns = (request.Body?["turns"] as JsonArray ?? []).Select(turn => turn!.GetValue<string>()).ToList();
        var delivered = call.Failure is null && turns.Count > 0
            ? await EndAsync(call, [call.FirstMessage, .. turns], cancellationToken)
            : null;
        return new JsonObject
        {
            ["agent_says"] = call.Failure is null ? call.FirstMessage : null,
            ["ended_at_start"] = call.Failure,
            ["delivered"] = delivered,
        };
    }

    private IEnumerable<(string Name, string Value)> Headers(JsonNode? headers, JsonObject variables)
        => (headers as JsonObject ?? []).Select(header => (header.Key, header.Value switch
        {
            JsonObject locator when locator["secret_id"] is { } id => store.Secrets[id.GetValue<string>()].Value,
            JsonObject locator when locator["variable_name"] is { } name => variables[name.GetValue<string>()]?.ToString() ?? "",
            var text => text!.GetValue<string>(),
        }));

    private async Task<JsonNode?> PostAsync(
        string url, IEnumerable<(string Name, string Value)> headers, byte[] body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(url, headers, body, cancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) : null;
    }

    private async Task<int> StatusAsync(
        string url, IEnumerable<(string Name, string Value)> headers, byte[] body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(url, headers, body, cancellationToken);
        return (int)response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string url, IEnumerable<(string Name, string Value)> headers, byte[] body, CancellationToken cancellationToken)
    {
        using var http = factory.CreateClient(HttpName);
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, cancellationToken);
    }

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
