using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>What a payload of the archive says, and why it teaches nobody.</summary>
public sealed class ArchivedCallReaderTests : IDisposable
{
    private readonly LearningInMemory _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Payload_that_is_not_there_can_not_be_read()
        => Assert.Equal(
            new ArchivedCallResult(ReceiptResult.Failed, "The payload is not in the archive."),
            await _bench.Reader.ReadAsync(Stores.NameOf("{}"), CancellationToken.None));

    [Fact]
    public async Task Payload_whose_bytes_are_others_is_damaged()
    {
        var name = Stores.NameOf(LearningBench.Body(1, LearningInMemory.Sam));
        _bench.Storage.Archived.Add((name, LearningBench.Body(2, LearningInMemory.Sam)));

        Assert.Equal(
            new ArchivedCallResult(ReceiptResult.Failed, "The archived payload is damaged: its content does not match its name."),
            await _bench.Reader.ReadAsync(name, CancellationToken.None));
    }

    [Theory]
    [InlineData("[]", ReceiptResult.Failed, "The payload is not a JSON object.")]
    [InlineData("{}", ReceiptResult.NothingToLearn, "No transcript.")]
    [InlineData("""{"type":"post_call_audio","data":{}}""", ReceiptResult.NothingToLearn, "No transcript.")]
    [InlineData("""{"type":"post_call_transcription"}""", ReceiptResult.NothingToLearn, "No data.")]
    [InlineData("""{"type":"post_call_transcription_otel","data":7}""", ReceiptResult.NothingToLearn, "No data.")]
    public async Task Payload_without_a_call_says_why(string body, ReceiptResult result, string reason)
        => Assert.Equal(new ArchivedCallResult(result, reason), await ReadAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task Payload_too_deep_can_not_be_read()
        => Assert.Equal(
            new ArchivedCallResult(ReceiptResult.Failed, "The payload is nested deeper than 1000 levels."),
            await ReadAsync(Encoding.UTF8.GetBytes(
                $$"""{"type":"post_call_transcription","x":{{new string('[', 1001)}}{{new string(']', 1001)}}}""")));

    [Fact]
    public async Task Call_that_names_a_caller_teaches_them()
    {
        var read = await ReadAsync(LearningBench.Body(1.5, LearningInMemory.Sam, "gold"));

        Assert.Equal((ReceiptResult.Learned, null), (read.Result, read.Reason));
        var call = read.Call!;
        Assert.Equal(("c", 1.5, "I have gold"), (call.ConversationId, call.EventTimestamp, Assert.Single(call.Call.Turns).Text));
        Assert.Equal(
            (_bench.KeyOf(LearningInMemory.Sam), _bench.KeyOf(LearningInMemory.Sam), null),
            (call.Named!.Value, call.Taught!.Value, call.ReasonAgainst));
    }

    [Theory]
    [InlineData(LearningInMemory.Sam, "failed", "The call failed.", true)]
    [InlineData(LearningInMemory.Sam, "FAILED", "The call failed.", true)]
    [InlineData(null, "failed", "The call failed.", false)]
    [InlineData("anonymous", "done", "The caller withheld the number.", false)]
    [InlineData(null, "done", "The payload names no caller.", false)]
    public async Task Call_that_teaches_nobody_says_why(string? caller, string status, string reason, bool isNamed)
    {
        var read = await ReadAsync(LearningBench.Body(1, caller, status: status));

        Assert.Equal((ReceiptResult.Learned, null, reason), (read.Result, read.Reason, read.Call!.ReasonAgainst));
        Assert.Null(read.Call.Taught);
        Assert.Equal(isNamed ? _bench.KeyOf(LearningInMemory.Sam) : null, read.Call.Named);
    }

    [Fact]
    public async Task Call_without_a_conversation_or_a_time_is_one_of_its_own()
    {
        var body = """
            {"type":"post_call_transcription","data":{"metadata":{"phone_call":{"external_number":"+12025550123"}}}}
            """u8.ToArray();
        var read = await ReadAsync(body);

        Assert.Equal("payload:" + Stores.NameOf(body).BodyHash, read.Call!.ConversationId);
        Assert.Null(read.Call.EventTimestamp);
        Assert.Equal(_bench.KeyOf(LearningInMemory.Sam), read.Call.Taught);
    }

    [Fact]
    public async Task Call_as_spans_is_read_by_its_own_reader()
    {
        var read = await ReadAsync(Payload.Read("post_call_transcription_otel.json"));

        Assert.Equal(ReceiptResult.Learned, read.Result);
        Assert.NotNull(read.Call!.Taught);
        Assert.NotEmpty(read.Call.Call.Turns);
    }

    [Fact]
    public async Task Caller_is_one_of_the_tenant_of_the_agent()
    {
        using var bench = new LearningInMemory(_bench.Settings with
        {
            Tenants = new Tenants(new Dictionary<string, string> { ["agent"] = "other" }),
        });
        var read = await bench.Reader.ReadAsync(
            bench.Store("""
                {"type":"post_call_transcription","data":{"agent_id":"agent",
                "metadata":{"phone_call":{"external_number":"+12025550123"}}}}
                """u8.ToArray()),
            CancellationToken.None);

        Assert.Equal(bench.Keys.Of(new Caller(CallerKind.Phone, LearningInMemory.Sam), "other"), read.Call!.Taught);
    }

    private Task<ArchivedCallResult> ReadAsync(byte[] body) => _bench.Reader.ReadAsync(_bench.Store(body), CancellationToken.None);
}
