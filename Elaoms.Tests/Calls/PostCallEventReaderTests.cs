using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class PostCallEventReaderTests
{
    public static TheoryData<string> Files()
        => [.. Payload.Names("post_call_*.json"), "unknown_event.json", "call_initiation_failure.twilio.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Envelope_of_a_payload_file_is_read(string name)
    {
        var body = Payload.Read(name);
        var expected = Payload.Json(body);

        var received = PostCallEventReader.Read(body)!;

        Assert.Equal(expected.GetProperty("type").GetString(), received.Type);
        Assert.Equal(expected.GetProperty("event_timestamp").GetDouble(), received.EventTimestamp);
        Assert.Equal(expected.GetProperty("data").GetProperty("conversation_id").GetString(), received.ConversationId);
    }

    [Theory]
    [InlineData("{}", null, null, null)]
    [InlineData(""" {"type":"t","event_timestamp":1.5,"data":{"conversation_id":"c"}} """, "t", 1.5, "c")]
    [InlineData("""{"data":{"conversation_id":"c"},"event_timestamp":"17","type":"t"}""", "t", 17d, "c")]
    [InlineData("""{"type":null,"event_timestamp":null,"data":null}""", null, null, null)]
    [InlineData("""{"type":["t"],"event_timestamp":{"x":1},"data":["conversation_id","c"]}""", null, null, null)]
    [InlineData("""{"type":{"type":"inner"},"data":{"data":{"conversation_id":"deep"}},"conversation_id":"outer"}""", null, null, null)]
    [InlineData(
        """{"other":{"conversation_id":"elsewhere"},"data":{"conversation_id":"c"},"later":{"conversation_id":"elsewhere"}}""", null, null,
        "c")]
    [InlineData("""{"type":12,"data":{"conversation_id":34}}""", "12", null, "34")]
    [InlineData("""{"type":true,"data":{"conversation_id":false}}""", null, null, null)]
    [InlineData("""{"type":"","data":{"conversation_id":""}}""", null, null, null)]
    [InlineData("""{"type":"a","type":"b","data":{"conversation_id":"1"},"data":{"conversation_id":"2"}}""", "b", null, "2")]
    [InlineData("""{"event_timestamp":"soon"}""", null, null, null)]
    [InlineData("""{"event_timestamp":"1e999"}""", null, null, null)]
    [InlineData("""{"event_timestamp":1e999}""", null, null, null)]
    [InlineData("""{"event_timestamp":"NaN"}""", null, null, null)]
    [InlineData("""{"event_timestamp":"12 "}""", null, null, null)]
    [InlineData("""{"event_timestamp":-5}""", null, -5d, null)]
    [InlineData("""{"t\u0079pe":"t\u0065","data":{"conversation\u005fid":"c"}}""", "te", null, "c")]
    [InlineData("""{"\uD800":"\uD800","type":"t"}""", "t", null, null)]
    [InlineData("""{"type":"t","\uD800":"x"}""", "t", null, null)]
    [InlineData("""{"\uD800":{"conversation_id":"c"}}""", null, null, null)]
    [InlineData("""{"data":{"type":"inner","event_timestamp":1,"other":"x"},"full_audio":"AAAA"}""", null, null, null)]
    public void Envelope_takes_what_is_there(string body, string? type, double? timestamp, string? conversationId)
        => Assert.Equal(new PostCallEvent(type, timestamp, conversationId), PostCallEventReader.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"{}\"")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{}{}")]
    [InlineData("{'type':'t'}")]
    [InlineData("""{"type":"t",}""")]
    [InlineData("""{"type":}""")]
    [InlineData("""{"type" "t"}""")]
    [InlineData("{} // comment")]
    [InlineData("\0{}")]
    [InlineData("""{"type":"t","data":{"conversation_id":"c"}""")]
    public void Envelope_of_what_is_no_object_is_null(string body) => Assert.Null(PostCallEventReader.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Envelope_behind_a_byte_order_mark_is_read()
        => Assert.Equal("t", PostCallEventReader.Read([0xEF, 0xBB, 0xBF, .. """{"type":"t"}"""u8])!.Type);

    [Fact]
    public void Envelope_beside_100000_levels_is_read()
    {
        var deep = $$$"""{"type":"t","deep":{{{new string('[', 100_000)}}}{{{new string(']', 100_000)}}},"data":{"conversation_id":"c"}}""";

        Assert.Equal(new PostCallEvent("t", null, "c"), PostCallEventReader.Read(Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public void Envelope_with_invalid_text_is_told_from_others_and_is_the_same_each_time()
    {
        byte[] invalid = [.. """{"data":{"conversation_id":"a"""u8, 0xFF, .. """b"}}"""u8];
        var halves = """{"data":{"conversation_id":"\uD800"}}"""u8;

        Assert.Equal("a\uFFFDb", PostCallEventReader.Read(invalid)!.ConversationId);
        Assert.Equal(@"\uD800", PostCallEventReader.Read(halves)!.ConversationId);
    }

    [Fact]
    public void Envelope_with_an_overlong_id_names_it_by_its_hash()
    {
        var one = ConversationOf(new string('x', 1001));

        Assert.Equal(new string('x', 1000), ConversationOf(new string('x', 1000)));
        Assert.Matches("^sha256:[0-9a-f]{64}$", one);
        Assert.Equal(one, ConversationOf(new string('x', 1001)));
        Assert.NotEqual(one, ConversationOf(new string('x', 1000) + "y"));

        static string ConversationOf(string id)
            => PostCallEventReader.Read(Encoding.UTF8.GetBytes("{\"data\":{\"conversation_id\":\"" + id + "\"}}"))!.ConversationId!;
    }

    // A text that does not fit into the buffer comes in pieces; what is not awaited must not count.
    [Theory]
    [InlineData("")]
    [InlineData("""  "other":"?","type":"?","event_timestamp":"?",  """)]
    [InlineData("""  "data":{"other":"?","full_audio":"?"},  """)]
    public void Envelope_with_an_id_of_many_pieces_names_it_by_its_hash(string before)
    {
        var id = new string('x', 70_000) + "yz";
        var other = before.Replace("?", new string('o', 70_000), StringComparison.Ordinal);
        var body = "{" + other + $$$"""  "data":{"conversation_id":"{{{id}}}"}}""";

        var envelope = PostCallEventReader.Read(Encoding.UTF8.GetBytes(body))!;

        Assert.Equal(
            "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))), envelope.ConversationId);
        Assert.Null(envelope.EventTimestamp);
    }

    [Fact]
    public void Envelope_with_an_overlong_number_names_it_by_its_hash()
    {
        var number = Encoding.UTF8.GetBytes(new string('1', 1001));

        Assert.Equal(
            "sha256:" + Convert.ToHexStringLower(SHA256.HashData(number)),
            PostCallEventReader.Read([.. "{\"type\":"u8, .. number, (byte)'}'])!.Type);
    }

    [Theory]
    [InlineData("""{"type":"post_call_audio","data":{"full_audio":"QUJD","conversation_id":"c"}}""", "QUJD|")]
    [InlineData("""{"data":{"full_audio":""}}""", "|")]
    [InlineData("""{"data":{"full_audio":12}}""", "")]
    [InlineData("""{"data":{"full_audio":null}}""", "")]
    [InlineData("""{"data":{"full_audio":["QUJD"],"other":{"full_audio":"QUJD"}},"other":{"full_audio":"QUJD"}}""", "")]
    public void Recording_is_passed_on(string body, string expected)
    {
        var recording = new Pieces();
        using var reader = new PostCallEventReader(recording);

        Assert.True(reader.TryAppend(Encoding.UTF8.GetBytes(body)));
        Assert.NotNull(reader.Finish());
        Assert.Equal(expected, recording.Text);
    }

    [Fact]
    public void Recording_of_many_pieces_is_passed_on_once()
    {
        var audio = new string('A', 200_000);
        var recording = new Pieces();
        using var reader = new PostCallEventReader(recording);

        foreach (var piece in Encoding.UTF8.GetBytes($$$"""{"data":{"full_audio":"{{{audio}}}","conversation_id":"c"}}""").Chunk(30_000))
            Assert.True(reader.TryAppend(piece));

        Assert.Equal("c", reader.Finish()!.ConversationId);
        Assert.Equal(audio + "|", recording.Text);
    }

    [Fact]
    public void Body_that_is_no_json_is_told_as_soon_as_it_is_seen()
    {
        using var reader = new PostCallEventReader();

        Assert.True(reader.TryAppend("""{"type":"t","""u8));
        Assert.False(reader.TryAppend("}}"u8));
    }

    [Fact]
    public void Envelope_of_any_bytes_never_throws() => Property.Check(Property.Any<byte[]>(), bytes =>
    {
        PostCallEventReader.Read(bytes);
        PostCallEventReader.Read([.. """{"type":"""u8, .. bytes, (byte)'}']);
        PostCallEventReader.Read([.. """{"type":" """u8, .. bytes, .. "\"}"u8]);
    });

    [Fact]
    public void Readers_of_any_mutation_of_a_payload_file_never_throw() => Property.Check(Mutations.OfPayloadFiles, body =>
    {
        PostCallEventReader.Read(body);
        using var document = TolerantJson.ParseObject(body);
        if (document is null)
            return;
        foreach (var element in new[]
        {
            document.RootElement, document.RootElement.TryGetProperty("data", out var data) ? data : document.RootElement,
        })
        {
            CallReader.Read(element);
            OtelCallReader.Read(element);
        }
    });

    private sealed class Pieces : ITextPieces
    {
        // A bar for each end.
        public string Text { get; private set; } = "";

        public void Append(ReadOnlySpan<byte> text, bool isLast) => Text += Encoding.UTF8.GetString(text) + (isLast ? "|" : "");
    }
}
