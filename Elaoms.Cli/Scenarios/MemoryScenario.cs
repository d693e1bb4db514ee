using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;

namespace Elaoms.Cli.Scenarios;

/// <summary>
/// The product's main scenario over real HTTP: an unknown caller calls, the call is processed, and at the next call the agent knows the
/// name and finds what was said.
/// </summary>
internal sealed class MemoryScenario(WebhookClient webhooks, Caller caller, TimeProvider time)
{
    private static readonly TimeSpan LearningTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    // An application's id has a field of its own on both routes.
    private readonly bool _isUser = caller.Kind == CallerKind.User;
    private readonly ScenarioCall _call = new(caller, "conv_scenario_" + Guid.NewGuid().ToString("N"));

    /// <summary>Plays the steps; each is given when it came out as it must.</summary>
    /// <exception cref="ScenarioFailedException">A step did not.</exception>
    public async IAsyncEnumerable<ScenarioStep> PlayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await StepAsync("First call begins", async () =>
        {
            var answer = await AskWhoCallsAsync(cancellationToken);
            Expect(UserName(answer).Length == 0 && FirstMessage(answer) is null, "the caller should be unknown, but is greeted by name");
            return "the caller is unknown: default variables, the agent's own greeting";
        });
        yield return await StepAsync("First call ends", async () =>
        {
            var answer = await webhooks.PostCallAsync(_call.ToPayload(time.GetUtcNow()), cancellationToken);
            Expect(
                answer.GetProperty("conversation_id").GetString() == _call.ConversationId,
                "the answer should name the conversation");
            return "signed delivery accepted: archived and queued";
        });
        yield return await StepAsync("The call is learned", async () =>
        {
            await WaitUntilKnownAsync(cancellationToken);
            return "facts, summary and every turn are in the caller's record";
        });
        var token = "";
        yield return await StepAsync("Second call begins", async () =>
        {
            var answer = await AskWhoCallsAsync(cancellationToken);
            var variables = answer.GetProperty("dynamic_variables");
            token = variables.GetProperty(ElaomsSettings.CallerTokenVariable).GetString()!;
            Expect(
                variables.GetProperty("user_profile_summary").GetString()!.Contains("email", StringComparison.Ordinal),
                "the profile should hold what was learned");
            Expect(
                variables.GetProperty("last_call_summary").GetString()!.Contains("espresso", StringComparison.Ordinal),
                "the summary of the last call should mention its subject");
            return FirstMessage(answer) is { } greeting ? $"“{greeting}”" : $"user_name is {UserName(answer)} (no greeting is configured)";
        });
        yield return await StepAsync($"The agent searches for “{ScenarioCall.Query}”", async () =>
        {
            var question = Identified(new JsonObject { ["query"] = ScenarioCall.Query }, "user_id");
            var answer = await webhooks.SearchDataAsync(question, token, cancellationToken);
            var found = answer.GetProperty("memories").EnumerateArray()
                .Select(memory => memory.GetProperty("content").GetString()).ToList();
            Expect(found.Contains(ScenarioCall.Answer, StringComparer.Ordinal), "the search should find what the caller said");
            return $"“{ScenarioCall.Answer}”";
        });
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw new ScenarioFailedException(otherwise);
    }

    private static string UserName(JsonElement answer) => answer.GetProperty("dynamic_variables").GetProperty("user_name").GetString()!;

    private static string? FirstMessage(JsonElement answer)
        => answer.TryGetProperty("conversation_config_override", out var overrides)
            ? overrides.GetProperty("agent").GetProperty("first_message").GetString()
            : null;

    private Task<JsonElement> AskWhoCallsAsync(CancellationToken cancellationToken)
        => webhooks.ClientDataAsync(Identified(new JsonObject { ["called_number"] = "+12025550100" }, "caller_id"), cancellationToken);

    private JsonObject Identified(JsonObject body, string idField)
    {
        body[_isUser ? "app_user_id" : idField] = caller.Identity;
        body["agent_id"] = ScenarioCall.AgentId;
        return body;
    }

    private async Task WaitUntilKnownAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (UserName(await AskWhoCallsAsync(cancellationToken)) != ScenarioCall.CallerName)
        {
            Expect(
                time.GetElapsedTime(started) < LearningTimeout,
                $"the call should have been learned within {LearningTimeout.TotalSeconds:0} seconds");
            await Task.Delay(PollEvery, time, cancellationToken);
        }
    }

    private async Task<ScenarioStep> StepAsync(string title, Func<Task<string>> act)
    {
        var started = time.GetTimestamp();
        try
        {
            var result = await act();
            return new ScenarioStep(title, result, time.GetElapsedTime(started));
        }
        catch (Exception fault) when (fault is ScenarioFailedException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ScenarioFailedException($"{title}: {fault.Message}", fault);
        }
    }
}
