using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Json;

/// <summary>JSON that comes in pieces is read as if it had come at once, however it is cut and however long its strings are.</summary>
public sealed class JsonPiecesTests
{
    private const int Long = JsonPieces.BufferBytes;

    [Fact]
    public void Envelope_is_the_same_however_the_body_is_cut() => Property.CheckSome(
        from length in Gen.Elements(0, 1, 999, 1000, 1001, Long - 40, Long - 1, Long, Long + 1, 3 * Long)
        from name in Gen.Elements("type", "event_timestamp", "data", "other", new string('n', Long + 5))
        from cuts in Gen.Choose(1, 70_000).ListOf(6)
        select (length, name, cuts),
        given =>
        {
            var text = new string('x', given.length / 2) + "\\\"\\u00e9\\\\" + new string('y', given.length - given.length / 2);
            var body = Encoding.UTF8.GetBytes(
                "\uFEFF {\"type\":\"t\",\"" + given.name + "\" : \""
                    + text + "\" , \"event_timestamp\":7,\"data\":{\"agent\":[\"" + text + "\"],\"conversation_id\":\"" + text + "\"}}  ");

            var expected = PostCallEventReader.Read(body);
            using var reader = new PostCallEventReader();
            var at = 0;
            foreach (var cut in given.cuts.Append(body.Length))
            {
                var end = Math.Min(body.Length, at + cut);
                Assert.True(reader.TryAppend(body.AsSpan(at, end - at)));
                at = end;
            }

            Assert.NotNull(expected);
            Assert.Equal(expected, reader.Finish());
            Assert.Equal(given.name == "type" ? expected.Type : "t", expected.Type);
            Assert.Equal(7, expected.EventTimestamp);
            Assert.Equal(
                text.Length > PostCallEventReader.MaxTextLength, expected.ConversationId!.StartsWith("sha256:", StringComparison.Ordinal));
            return Task.CompletedTask;
        });

    [Fact]
    public void Envelope_is_read_byte_by_byte()
    {
        foreach (var name in Payload.Names("post_call_*"))
        {
            var body = Payload.Read(name);
            using var reader = new PostCallEventReader();

            Assert.All(body, next => Assert.True(reader.TryAppend([next])));

            Assert.Equal(PostCallEventReader.Read(body), reader.Finish());
        }
    }

    [Theory]
    [InlineData("{\"a\":\"LONG\n\"}")]
    [InlineData("{\"a\":\"LONG\\x\"}")]
    [InlineData("{\"a\":\"LONG\\u00g0\"}")]
    [InlineData("{\"a\":\"LONG\\")]
    [InlineData("{\"a\":\"LONG")]
    [InlineData("{\"a\":\"LONG\"")]
    [InlineData("{\"a\":\"LONG\"}}")]
    [InlineData("{\"a\":\"LONG\" \"b\":1}")]
    [InlineData("{\"LONG\"}")]
    [InlineData("{\"a\":[\"LONG\",]}")]
    [InlineData("[\"LONG\"]")]
    [InlineData("\"LONG\"")]
    [InlineData("{\"a\":LONG}")]
    public void Long_strings_hide_no_fault(string pattern)
    {
        foreach (var length in (int[])[Long - 10, Long, 2 * Long, 2 * Long + 7])
            Assert.Null(PostCallEventReader.Read(
                Encoding.UTF8.GetBytes(pattern.Replace("LONG", new string('x', length), StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("{\"a\":1DIGITS}")]
    [InlineData("{\"a\":[1,BLANKS2]BLANKS}BLANKS")]
    [InlineData("BLANKS{\"a\"BLANKS:BLANKS1}")]
    [InlineData("{\"a\":\"\\\\\\\"\\/\\b\\f\\n\\r\\t\\u00E9DIGITS\\\\\"}")]
    public void Whatever_is_long_is_JSON_all_the_same(string pattern)
    {
        foreach (var length in (int[])[Long - 10, Long, 3 * Long])
        {
            var text = pattern.Replace("DIGITS", new string('0', length), StringComparison.Ordinal).Replace(
                "BLANKS", new string(' ', length), StringComparison.Ordinal);
            Assert.NotNull(PostCallEventReader.Read(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public async Task Shortened_JSON_has_an_empty_string_for_each_long_one_and_the_rest_as_it_was()
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["short"] = "as it was",
            ["long"] = new string('x', Long),
            ["list"] = new JsonArray(new string('y', 5 * Long), 1, null, new JsonObject { [new string('n', Long + 1)] = "named" }),
            ["end"] = new string('z', Long - 100),
        }.ToJsonString());

        var shortened = JsonSerializer.Deserialize<JsonElement>(
            (await ShortenedJson.ReadAsync(new MemoryStream(body), CancellationToken.None))!.Value.Span);

        Assert.Equal("as it was", shortened.GetProperty("short").GetString());
        Assert.Equal("", shortened.GetProperty("long").GetString());
        Assert.Equal("""["",1,null,{"":"named"}]""", shortened.GetProperty("list").GetRawText());
        Assert.Equal(Long - 100, shortened.GetProperty("end").GetString()!.Length);
        Assert.Null(await ShortenedJson.ReadAsync(new MemoryStream(body, 0, body.Length - 1), CancellationToken.None));
    }

    [Fact]
    public void Depth_costs_next_to_nothing()
    {
        var body = new byte[4 << 20];
        "{\"a\":"u8.CopyTo(body);
        body.AsSpan(5).Fill((byte)'[');

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(PostCallEventReader.Read(body));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, body.Length);
    }
}
