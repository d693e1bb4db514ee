using System.Text;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>The receipt of an audio payload, whose recording is stored or not.</summary>
public sealed class RecordingReceiptTests : IDisposable
{
    private readonly LearningInMemory _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Recording_is_stored_next_to_its_payload()
    {
        var body = Audio("AQIDBA==");

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "A recording, stored next to its payload.", 3),
            await _bench.LearnAsync(body, tries: 3));
        Assert.Equal([1, 2, 3, 4], _bench.Storage.Recordings[Stores.NameOf(body)]);
    }

    [Fact]
    public async Task Audio_payload_that_is_gone_has_failed()
        => Assert.Equal(
            new Receipt(ReceiptResult.Failed, "The payload is not in the archive.", 3),
            await _bench.Learn.LearnAsync(Stores.NameOf(Audio("AAAA")), 3, isReplay: false, CancellationToken.None));

    [Theory]
    [InlineData("""{"type":"post_call_audio","data":{}}""", "The audio payload holds no recording.")]
    [InlineData("""{"type":"post_call_audio","data":{"full_audio":"AAAA="}}""", "The recording is not base64.")]
    public async Task Payload_without_a_recording_has_failed_and_nothing_is_stored(string body, string reason)
    {
        Assert.Equal(new Receipt(ReceiptResult.Failed, reason, 2), await _bench.LearnAsync(Encoding.UTF8.GetBytes(body), tries: 2));
        Assert.Empty(_bench.Storage.Recordings);
    }

    [Theory]
    [InlineData("damaged", ReceiptResult.Failed, "The archived payload is damaged: its content does not match its name.")]
    [InlineData("[]", ReceiptResult.Failed, "The payload is not a JSON object.")]
    [InlineData("{}", ReceiptResult.NothingToLearn, "No transcript.")]
    public async Task Payload_that_is_none_under_the_name_of_one_gives_no_recording(string body, ReceiptResult result, string reason)
    {
        var hash = Stores.NameOf(Encoding.UTF8.GetBytes(body)).BodyHash;
        var audio = Stores.NameOf(Audio("AAAA"));
        var name = body == "damaged" ? audio : PayloadName.Parse(audio.Value.Replace(audio.BodyHash, hash, StringComparison.Ordinal))!;
        _bench.Storage.Archived.Add((name, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(new Receipt(result, reason, 2), await _bench.Learn.LearnAsync(name, 2, isReplay: false, CancellationToken.None));
        Assert.Empty(_bench.Storage.Recordings);
    }

    [Fact]
    public async Task Fault_of_the_archive_is_no_fault_of_the_recording()
    {
        _bench.Storage.StoringRecording = () => throw new InvalidDataException("The archive is damaged.");

        await Assert.ThrowsAsync<InvalidDataException>(() => _bench.LearnAsync(Audio("AAAA")));
        Assert.Null(await _bench.ReceiptAsync(Stores.NameOf(Audio("AAAA"))));
    }

    private static byte[] Audio(string text)
        => Encoding.UTF8.GetBytes($$$"""{"type":"post_call_audio","data":{"conversation_id":"c","full_audio":"{{{text}}}"}}""");
}
