using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class OtelCallReaderTests
{
    [Fact]
    public void Call_of_the_otel_file_is_read()
    {
        var call = OtelCallReader.Read(Payload.Data("post_call_transcription_otel.json"));

        Assert.Equal("Contact preference confirmed", call.Title);
        Assert.StartsWith("Sam confirms", call.Summary, StringComparison.Ordinal);
        Assert.Equal(24, call.DurationSeconds);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1791300000), call.StartedAt);
        Assert.NotEmpty(call.Turns);
        Assert.Equal(call.Turns.OrderBy(turn => turn.Position), call.Turns);
        Assert.Contains(call.Turns, turn => turn.Role == Turn.UserRole);
        Assert.Contains(call.Turns, turn => turn.Role == Turn.AgentRole);
        Assert.Empty(call.Collected);
    }

    [Fact]
    public void Outbound_call_is_with_the_number_that_was_called()
    {
        var call = OtelCallReader.Read(Payload.Json(
            """
            {"otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"elevenlabs.conversation","attributes":[
              {"key":"elevenlabs.telephony.direction","value":{"stringValue":"outbound"}},
              {"key":"elevenlabs.dynamic_variable.system__caller_id","value":{"stringValue":"+12025550100"}},
              {"key":"elevenlabs.dynamic_variable.system__called_number","value":{"stringValue":"+12025550123"}}]}]}]}]}}
            """));

        Assert.Equal("+12025550123", call.Caller!.Identity);
    }

    [Fact]
    public void Turns_are_in_the_order_of_their_index_and_only_once()
    {
        var call = OtelCallReader.Read(Payload.Json(
            """
            {"otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":[
              {"name":"elevenlabs.recv.agent_response","attributes":[
                {"key":"elevenlabs.turn.index","value":{"intValue":"2"}},{"key":"elevenlabs.agent.text","value":{"stringValue":"two"}}]},
              {"name":"elevenlabs.recv.user_transcript","attributes":[
                {"key":"elevenlabs.turn.index","value":{"intValue":1}},{"key":"elevenlabs.user.text","value":{"stringValue":"one"}}]},
              {"name":"elevenlabs.recv.user_transcript","attributes":[
                {"key":"elevenlabs.turn.index","value":{"intValue":"1"}},{"key":"elevenlabs.user.text","value":{"stringValue":"again"}}]},
              {"name":"elevenlabs.recv.user_transcript","attributes":[
                {"key":"elevenlabs.turn.index","value":{"intValue":"-1"}},{"key":"elevenlabs.user.text","value":{"stringValue":"before"}}]},
              {"name":"elevenlabs.recv.user_transcript","attributes":[{"key":"elevenlabs.user.text","value":{"stringValue":"nowhere"}}]},
              {"name":"elevenlabs.tool.search","attributes":[{"key":"elevenlabs.turn.index","value":{"intValue":"3"}}]}]}]}]}}
            """));

        Assert.Equal([new Turn(1, "user", "one", 0), new Turn(2, "agent", "two", 0)], call.Turns);
    }

    [Fact]
    public void Call_is_read_whole()
    {
        var call = Read(
            """
            {"name":"elevenlabs.conversation","startTimeUnixNano":"1791300000500000000","attributes":[
              {"key":"elevenlabs.user_id","value":{"stringValue":"web-user-77"}},
              {"key":"elevenlabs.session.duration_ms","value":{"doubleValue":24500.5}},
              {"key":"elevenlabs.analysis.call_summary_title","value":{"stringValue":"An old title"}},
              {"key":"elevenlabs.analysis.call_summary_title","value":{"stringValue":"A title"}},
              {"key":"elevenlabs.analysis.transcript_summary","value":{"stringValue":"A summary."}}]},
            {"name":"elevenlabs.conversation","attributes":[
              {"key":"elevenlabs.analysis.call_summary_title","value":{"stringValue":"Of another span"}}]},
            {"name":"elevenlabs.recv.user_transcript","startTimeUnixNano":"1791300002000000000","attributes":[
              {"key":"elevenlabs.turn.index","value":{"intValue":"0"}},{"key":"elevenlabs.user.text","value":{"stringValue":"Hi."}}]}
            """);

        Assert.Equal(
            new Call
            {
                CallerIdentification = CallerIdentification.Known,
                Caller = new Caller(CallerKind.User, "web-user-77"),
                AgentId = "agent_a",
                StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(1791300000500),
                DurationSeconds = 24.5005,
                Title = "A title",
                Summary = "A summary.",
                Turns = call.Turns,
                Collected = call.Collected,
            },
            call);
        Assert.Equal([new Turn(0, "user", "Hi.", 1.5)], call.Turns);
        Assert.Empty(call.Collected);
    }

    [Theory]
    [InlineData("""{"doubleValue":2.5,"intValue":"1","stringValue":"text"}""", "text")]
    [InlineData("""{"doubleValue":2.5,"intValue":"1"}""", "1")]
    [InlineData("""{"doubleValue":2.5}""", "2.5")]
    [InlineData("""{"boolValue":true}""", null)]
    public void Attribute_is_its_text_or_else_its_number(string value, string? expected)
        => Assert.Equal(expected, Read(
            """{"name":"elevenlabs.conversation","attributes":[{"key":"elevenlabs.analysis.call_summary_title","value":"""
            + value + "}]}").Title);

    [Fact]
    public void Turn_is_at_the_start_where_its_time_or_that_of_the_call_is_missing()
    {
        const string turn =
            """
            "name":"elevenlabs.recv.agent_response","attributes":[
              {"key":"elevenlabs.turn.index","value":{"intValue":"7"}},{"key":"elevenlabs.agent.text","value":{"stringValue":"Hi."}}]
            """;

        Assert.Equal([new Turn(7, "agent", "Hi.", 0)], Read($$"""{ {{turn}} }""").Turns);
        Assert.Equal([new Turn(7, "agent", "Hi.", 0)], Read($$"""{"startTimeUnixNano":"1791300002000000000", {{turn}} }""").Turns);
        Assert.Equal(
            [new Turn(7, "agent", "Hi.", 0)],
            Read($$"""{"name":"elevenlabs.conversation","startTimeUnixNano":"1791300002000000000"},{ {{turn}} }""").Turns);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4999", 4999)]
    [InlineData("5000", null)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("1e999", null)]
    [InlineData("first", null)]
    public void Turn_has_an_index_below_the_most_turns(string index, int? expected)
        => Assert.Equal(expected, Read(
            """{"name":"elevenlabs.recv.user_transcript","attributes":[{"key":"elevenlabs.user.text","value":{"stringValue":"Hi."}},"""
            + $$$"""{"key":"elevenlabs.turn.index","value":{"stringValue":"{{{index}}}"}}]}""").Turns.SingleOrDefault()?.Position);

    [Fact]
    public void Each_text_of_a_call_is_cut_at_its_limit()
    {
        var text = new string('x', 9000);

        var call = OtelCallReader.Read(Payload.Json(
            """
            {"agent_id":"?","otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"elevenlabs.conversation","attributes":[
              {"key":"elevenlabs.analysis.call_summary_title","value":{"stringValue":"?"}},
              {"key":"elevenlabs.analysis.transcript_summary","value":{"stringValue":"?"}}]},
            {"name":"elevenlabs.recv.user_transcript","attributes":[
              {"key":"elevenlabs.turn.index","value":{"intValue":"0"}},{"key":"elevenlabs.user.text","value":{"stringValue":"?"}}]}]}]}]}}
            """.Replace("?", text, StringComparison.Ordinal)));

        Assert.Equal(text[..100], call.AgentId);
        Assert.Equal(text[..300], call.Title);
        Assert.Equal(text[..8000], call.Summary);
        Assert.Equal(text[..8000], call.Turns[0].Text);
    }

    private static Call Read(string spans) => OtelCallReader.Read(Payload.Json(
        $$$"""{"agent_id":"agent_a","otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":[{{{spans}}}]}]}]}}"""));
}
