using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>The recording of an audio payload is copied in pieces: whole, and within a few buffers.</summary>
public sealed class RecordingTests
{
    private const int Buffer = 32 << 10;

    [Fact]
    public void Recording_of_any_length_and_spelling_comes_out_as_it_went_in() => Property.CheckSome(
        from length in Gen.Elements(0, 1, 2, 3, 4, 3 * Buffer / 4 - 1, 3 * Buffer / 4, 3 * Buffer / 4 + 1, Buffer, 3 * Buffer + 2, 200_000)
        from spelling in Gen.Elements("plain", "slash", "plus", "lines", "blanks")
        from piece in Gen.Elements(1000, 4096, 32_768, 65_536)
        select (length, spelling, piece),
        async given =>
        {
            var recording = new byte[given.length];
            new System.Random(given.length).NextBytes(recording);
            var text = Convert.ToBase64String(recording);
            text = given.spelling switch
            {
                "slash" => text.Replace("/", "\\/", StringComparison.Ordinal),
                "plus" => text.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("=", "\\u003d", StringComparison.Ordinal),
                "lines" => string.Join("\\r\\n", text.Chunk(76).Select(line => new string(line))) + "\\n",
                "blanks" => string.Join(" ", text.Chunk(999).Select(line => new string(line))),
                _ => text,
            };

            Assert.Equal((RecordingResult.Copied, Convert.ToHexString(recording)), await CopyAsync(Audio(text), given.piece));
        });

    [Theory]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAAA\"", nameof(RecordingResult.NoJsonObject))]
    [InlineData("[]", nameof(RecordingResult.NoJsonObject))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"audio\":\"AAAA\"}}", nameof(RecordingResult.NoRecording))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":7}}", nameof(RecordingResult.NoRecording))]
    [InlineData("{\"type\":\"post_call_audio\",\"full_audio\":\"AAAA\"}", nameof(RecordingResult.NoRecording))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"more\":{\"full_audio\":\"AAAA\"}}}", nameof(RecordingResult.NoRecording))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAA\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAA=AAAA\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAA\\u00e9\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAA\\u0141\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData(
        "{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAAA\",\"full_audio\":\"AAAA\",\"full_audio\":\"AAAA\"}}",
        nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAAA\\bAAAA\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAA\\u00\"}}", nameof(RecordingResult.NoJsonObject))]
    [InlineData(
        "{\"type\":\"post_call_audio\",\"data\":{\"full_audio\":\"AAAA\",\"full_audio\":\"BBBB\"}}", nameof(RecordingResult.NoBase64))]
    [InlineData("{\"type\":\"post.call.audio\",\"data\":{\"full_audio\":\"AAAA\"}}", nameof(RecordingResult.OtherEvent))]
    public async Task Payload_without_one_recording_has_none(string body, string expected)
        => Assert.Equal(expected, (await CopyAsync(Encoding.UTF8.GetBytes(body))).Result.ToString());

    [Theory]
    [InlineData("\\n\\r\\t\\f\\u0020\\u2003 ")]
    [InlineData("")]
    public async Task Payload_with_white_space_in_its_recording_has_one(string blank)
        => Assert.Equal(
            (RecordingResult.Copied, "000001FFFF"), await CopyAsync(Audio($"{blank}AA{blank}AB\\u002f\\u002F{blank}8\\u003d{blank}")));

    [Theory]
    [InlineData(3 * Buffer / 4 - 1)]
    [InlineData(3 * Buffer / 4)]
    [InlineData(3 * Buffer / 4 + 1)]
    [InlineData(Buffer)]
    public async Task Payload_whose_recording_is_escaped_throughout_has_one(int length)
    {
        var recording = new byte[length];
        Array.Fill(recording, (byte)0xFF);
        var text = Convert.ToBase64String(recording).Replace("/", "\\/", StringComparison.Ordinal);

        Assert.Equal((RecordingResult.Copied, Convert.ToHexString(recording)), await CopyAsync(Audio(text), piece: 999));
    }

    [Theory]
    [InlineData("", Buffer - 1, "=AAAA")]
    [InlineData("", Buffer - 1, "\\u003dAAAA")]
    [InlineData("!", Buffer - 2, "!")]
    public async Task Payload_whose_recording_is_broken_where_a_buffer_ends_has_none(string begin, int length, string end)
        => Assert.Equal(RecordingResult.NoBase64, (await CopyAsync(Audio(begin + new string('A', length) + end))).Result);

    [Fact]
    public async Task Payload_whose_recording_is_escaped_where_a_buffer_ends_has_one()
    {
        var text = new string('A', Buffer - 1) + "//AAA";

        Assert.Equal(
            (RecordingResult.Copied, Convert.ToHexString(Convert.FromBase64String(text))),
            await CopyAsync(Audio(text.Replace("/", "\\/", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Payload_that_is_damaged_has_none()
    {
        var body = Audio(Convert.ToBase64String(new byte[100_000]));
        var name = Stores.NameOf(body);
        body[50_000] = (byte)'B';

        Assert.Equal(RecordingResult.Damaged, await Recording.CopyAsync(name, new MemoryStream(body), Stream.Null, CancellationToken.None));
        Assert.Equal(
            RecordingResult.Damaged,
            await Recording.CopyAsync(name, new MemoryStream(body, 0, 70_000), Stream.Null, CancellationToken.None));
    }

    [Fact]
    public async Task Recording_of_56_MB_takes_the_memory_of_a_few_buffers()
    {
        var body = Audio(Convert.ToBase64String(new byte[42 << 20]));
        var name = PayloadName.Of(FixedClock.Start, new PostCallEvent(PostCallEventType.Audio, 1, "c"), SHA256.HashData(body));
        await Recording.CopyAsync(name, new MemoryStream(body), Stream.Null, CancellationToken.None);

        // Nothing here waits, so all of it is done by this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = await Recording.CopyAsync(name, new MemoryStream(body), Stream.Null, CancellationToken.None);

        Assert.Equal(RecordingResult.Copied, result);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Audio(string text) => Encoding.UTF8.GetBytes(
        "{\"type\":\"post_call_audio\",\"event_timestamp\":1,\"data\":{\"conversation_id\":\"c\",\"full_audio\":\""
            + text + "\",\"after\":1}}");

    private static async Task<(RecordingResult Result, string Recording)> CopyAsync(byte[] body, int piece = 32_768)
    {
        using var copied = new MemoryStream();
        await using var content = new SlowStream(body, piece);
        var result = await Recording.CopyAsync(Stores.NameOf(body), content, copied, CancellationToken.None);
        return (result, Convert.ToHexString(copied.ToArray()));
    }

    private sealed class SlowStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
