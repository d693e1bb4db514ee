using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class CallReaderTests
{
    [Fact]
    public void Call_of_the_full_file_is_read()
    {
        var call = CallReader.Read(Payload.Data("post_call_transcription.03-twilio-inbound-2026-full.json"));

        Assert.Equal("done", call.Status);
        Assert.Equal("success", call.Outcome);
        Assert.Equal("agent_7101k5zvyjhmfg983brhmhkd98n6", call.AgentId);
        Assert.NotNull(call.Title);
        Assert.NotNull(call.Summary);
        Assert.Equal(call.Summary.Trim(), call.Summary);
        Assert.NotNull(call.StartedAt);
        Assert.NotNull(call.DurationSeconds);
        Assert.Equal(
            [("preferred_contact", "email"), ("household_size", "3"), ("callback_requested", "false")],
            call.Collected.Select(value => (value.Key, value.Value)));
        Assert.NotEmpty(call.Turns);
        Assert.All(call.Turns, turn => Assert.Contains(turn.Role, (string[])["user", "agent"]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Turns_keep_their_position_among_all_entries(string name)
    {
        var data = Payload.Data(name);

        var call = CallReader.Read(data);

        var entries = data.TryGetProperty("transcript", out var transcript) && transcript.ValueKind == System.Text.Json.JsonValueKind.Array
            ? transcript.GetArrayLength()
            : 0;
        Assert.Equal(
            Enumerable.Range(0, entries).Count(i => !string.IsNullOrWhiteSpace(transcript[i].GetProperty("message").GetString())),
            call.Turns.Count);
        Assert.All(call.Turns, turn => Assert.Equal(transcript[turn.Position].GetProperty("message").GetString()!.Trim(), turn.Text));
    }

    public static TheoryData<string> Files() => [.. Payload.Names("post_call_transcription.*.json")];

    [Theory]
    [InlineData("""{"call_successful":"failure"}""", true)]
    [InlineData("""{"call_successful":"Failure","evaluation_criteria_results":{}}""", true)]
    [InlineData("""{"call_successful":"unknown"}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""{"call_successful":"success","evaluation_criteria_results":{"issue_resolved":{"result":"failure"}}}""", true)]
    [InlineData(
        """{"call_successful":"failure","evaluation_criteria_results":{"Resolved":{"result":"success"},"polite":{"result":"failure"}}}""",
        false)]
    [InlineData("""{"call_successful":"success","evaluation_criteria_results":{"was_polite":{"result":"failure"}}}""", false)]
    [InlineData("""{"evaluation_criteria_results_list":[{"criteria_id":"solved-user-inquiry","result":"failure"},7]}""", true)]
    [InlineData("""{"call_successful":"failure","evaluation_criteria_results":{"resolved":null}}""", true)]
    [InlineData("""{"evaluation_criteria_results":{"resolved":{"result":"success"},"goal":{"result":"failure"}}}""", true)]
    [InlineData(
        """{"evaluation_criteria_results":{},"evaluation_criteria_results_list":[{"criteria_id":"goal","result":"failure"}]}""", false)]
    [InlineData("""{"call_successful":"failure","evaluation_criteria_results":{"goal":{"result":"unknown"}}}""", true)]
    [InlineData("""{"call_successful":"failure","evaluation_criteria_results_list":[{"result":"success"}]}""", true)]
    public void Call_is_unresolved_as_criteria_about_that_say_and_else_as_the_call_was_judged(string analysis, bool expected)
        => Assert.Equal(expected, CallReader.Read(Payload.Json($$"""{"analysis":{{analysis}}}""")).IsUnresolved);

    [Theory]
    [InlineData("resolved")]
    [InlineData("case-resolution")]
    [InlineData("Problem solved")]
    [InlineData("request.fulfilled")]
    [InlineData("fulfilment_of_request")]
    [InlineData("FULFILLMENT")]
    [InlineData("task_completed")]
    [InlineData("goal")]
    public void Criterion_about_what_the_call_was_for_is_known_by_a_word_of_its_id(string id)
        => Assert.True(CallReader.Read(Payload.Json(
            """{"analysis":{"evaluation_criteria_results":{"?":{"result":"failure"}}}}""".Replace("?", id, StringComparison.Ordinal)))
            .IsUnresolved);

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    public void Criterion_is_read_among_the_first_200(int before, bool expected)
    {
        var others = string.Concat(Enumerable.Range(0, before).Select(i => $$$"""{"criteria_id":"polite_{{{i}}}"},"""));

        var call = CallReader.Read(Payload.Json(
            $$$"""{"analysis":{"evaluation_criteria_results_list":[{{{others}}}{"criteria_id":"goal","result":"failure"}]}}"""));

        Assert.Equal(expected, call.IsUnresolved);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"agent_id":null,"status":null,"metadata":null,"analysis":null,"transcript":null}""")]
    [InlineData("""{"agent_id":[],"status":{},"metadata":"m","analysis":7,"transcript":{"0":{"message":"x"}}}""")]
    [InlineData("""{"metadata":[],"analysis":[],"transcript":"x","otlp_traces":[]}""")]
    [InlineData("""{"metadata":{"start_time_unix_secs":null,"call_duration_secs":"long"},"analysis":"""
        + """{"data_collection_results":null,"transcript_summary":" "}}""")]
    [InlineData(
        """{"metadata":{"start_time_unix_secs":-1},"transcript":[null,1,"x",[],{},{"message":null},{"message":""},{"message":{}}]}""")]
    [InlineData("""{"metadata":{"start_time_unix_secs":1e300},"otlp_traces":{"resourceSpans":[null,{"scopeSpans":[{"spans":[null,1,"""
        + """{"attributes":[null,{"key":1},{"key":"k","value":null}]}]}]}]}}""")]
    public void Call_of_missing_null_and_retyped_members_is_empty(string data)
    {
        foreach (var call in new[] { CallReader.Read(Payload.Json(data)), OtelCallReader.Read(Payload.Json(data)) })
        {
            Assert.Equal(CallerIdentification.Missing, call.CallerIdentification);
            Assert.False(call.IsUnresolved);
            Assert.Null(call.StartedAt);
            Assert.Null(call.DurationSeconds);
            Assert.Null(call.Summary);
            Assert.Empty(call.Turns);
            Assert.Empty(call.Collected);
        }
    }

    [Theory]
    [InlineData("""{"k":{"value":"v"}}""", "v")]
    [InlineData("""{"k":{"value":" v "}}""", "v")]
    [InlineData("""{"k":{"value":3}}""", "3")]
    [InlineData("""{"k":{"value":1.50}}""", "1.50")]
    [InlineData("""{"k":{"value":true}}""", "true")]
    [InlineData("""{"k":{"value":false}}""", "false")]
    [InlineData("""{"k":{"value":["a","b"]}}""", """["a","b"]""")]
    [InlineData("""{"k":{"value":{"a":1}}}""", """{"a":1}""")]
    [InlineData("""{"k":{"value":null}}""", null)]
    [InlineData("""{"k":{"value":""}}""", null)]
    [InlineData("""{"k":{"value":"  "}}""", null)]
    [InlineData("""{"k":{}}""", null)]
    [InlineData("""{"k":null}""", null)]
    [InlineData("""{"k":"v"}""", null)]
    [InlineData("""{"":{"value":"v"}}""", null)]
    public void Collected_value_of_any_type_is_text(string results, string? expected)
    {
        var collected = CallReader.Read(Payload.Json($$$"""{"analysis":{"data_collection_results":{{{results}}}}}""")).Collected;

        Assert.Equal(expected, collected.SingleOrDefault()?.Value);
    }

    [Fact]
    public void Collected_values_as_a_list_are_read_when_there_is_no_object()
    {
        var call = CallReader.Read(Payload.Json(
            """{"analysis":{"data_collection_results":null,"data_collection_results_list":[{"data_collection_id":"plan","value":"gold"},"""
                + """{"value":"nameless"},null]}}"""));

        Assert.Equal([new CollectedValue("plan", "gold")], call.Collected);
    }

    [Fact]
    public void Collected_values_as_an_object_are_read_before_a_list()
    {
        var call = CallReader.Read(Payload.Json(
            """{"analysis":{"data_collection_results":{"plan":{"value":"gold","rationale":" They said so. "},"empty":{"value":""}},"""
                + """ "data_collection_results_list":[{"data_collection_id":"plan","value":"silver"}]}}"""));

        Assert.Equal([new CollectedValue("plan", "gold", "They said so.")], call.Collected);
    }

    [Fact]
    public void Call_is_read_whole()
    {
        var call = CallReader.Read(Payload.Json(
            """
            {"agent_id":"agent_a","status":"done","user_id":"web-user-77",
              "transcript":[{"role":"agent","message":"Hello."},{"role":"user","message":"Hi.","time_in_call_secs":3}],
              "metadata":{"start_time_unix_secs":1791300000,"call_duration_secs":24.5,"main_language":"de"},
              "analysis":{"call_summary_title":"A title","transcript_summary":"A summary.","call_successful":"failure"}}
            """));

        Assert.Equal(
            new Call
            {
                CallerIdentification = CallerIdentification.Known,
                Caller = new Caller(CallerKind.User, "web-user-77"),
                AgentId = "agent_a",
                Status = "done",
                StartedAt = DateTimeOffset.FromUnixTimeSeconds(1791300000),
                DurationSeconds = 24.5,
                Title = "A title",
                Summary = "A summary.",
                Language = "de",
                Outcome = "failure",
                IsUnresolved = true,
                Turns = call.Turns,
                Collected = call.Collected,
            },
            call);
        Assert.Equal([new Turn(0, "agent", "Hello.", 0), new Turn(1, "user", "Hi.", 3)], call.Turns);
        Assert.Empty(call.Collected);
    }

    [Fact]
    public void Each_word_of_a_call_is_cut_at_its_limit()
    {
        var text = new string('x', 9000);

        var call = CallReader.Read(Payload.Json(
            """
            {"agent_id":"?","status":"?","metadata":{"main_language":"?"},"transcript":[{"role":"?","message":"?"}],
              "analysis":{"call_summary_title":"?","transcript_summary":"?","call_successful":"?","data_collection_results":{
                "?":{"value":"?","rationale":"?"},"b":{"value":["?"]},"c":{"value":{"k":"?"}}}}}
            """.Replace("?", text, StringComparison.Ordinal)));

        Assert.All([call.AgentId, call.Status, call.Language, call.Outcome, call.Turns[0].Role], word => Assert.Equal(text[..100], word));
        Assert.Equal(text[..300], call.Title);
        Assert.Equal(text[..8000], call.Summary);
        Assert.Equal(text[..8000], call.Turns[0].Text);
        Assert.Equal(new CollectedValue(text[..100], text[..1000], text[..1000]), call.Collected[0]);
        Assert.Equal([new("b", "[\"" + text[..998]), new CollectedValue("c", "{\"k\":\"" + text[..994])], call.Collected.Skip(1));
    }

    [Fact]
    public void Call_takes_no_more_than_its_limits()
    {
        var turn = """{"role":"user","message":"x"}""";
        var many = string.Join(',', Enumerable.Repeat(turn, CallReader.MaxTurns + 1));
        var collected = string.Join(
            ',', Enumerable.Range(0, CallReader.MaxCollected + 1).Select(i => $$$"""{"data_collection_id":"{{{i}}}","value":"v"}"""));

        var call = CallReader.Read(Payload.Json(
            $$$"""{"transcript":[{{{many}}}],"analysis":{"data_collection_results_list":[{{{collected}}}]"""
                + $$$""","transcript_summary":"{{{new string('s', 9000)}}}"}}"""));
        var wordy = CallReader.Read(Payload.Json($$"""{"transcript":[{"role":"user","message":"{{new string('x', 8000 - 1)}}😀"}]}"""));

        Assert.Equal(CallReader.MaxTurns, call.Turns.Count);
        Assert.Equal(CallReader.MaxCollected, call.Collected.Count);
        Assert.Equal(CallReader.MaxSummaryLength, call.Summary!.Length);
        Assert.Equal(7999, wordy.Turns[0].Text.Length);
    }

    [Fact]
    public void Turn_without_a_role_or_time_is_kept()
    {
        var turn = Assert.Single(CallReader.Read(Payload.Json("""{"transcript":[null,{"message":" hello "}]}""")).Turns);

        Assert.Equal(new Turn(1, "unknown", "hello", 0), turn);
    }

    [Theory]
    [InlineData("""{"transcript":[{"role":"user","message":"a","time_in_call_secs":"2.5"}]}""", 2.5)]
    [InlineData("""{"transcript":[{"role":"user","message":"a","time_in_call_secs":1e999}]}""", 0)]
    public void Turn_time_may_be_a_number_as_text(string data, double expected)
        => Assert.Equal(expected, CallReader.Read(Payload.Json(data)).Turns[0].SecondsIntoCall);
}
