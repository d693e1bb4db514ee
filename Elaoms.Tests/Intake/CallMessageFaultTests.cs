using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>What is said of a text in the queue that is no message: why, and never what stands in it.</summary>
public sealed class CallMessageFaultTests
{
    private const string NoObject = "It is not a JSON object.";
    private const string NoMessage = "It is not the message of a call.";

    private static readonly PayloadName Payload =
        PayloadName.Parse($"2026/10/07/{new string('a', 32)}/post_call_transcription-{new string('b', 64)}.json")!;

    [Theory]
    [InlineData("", NoObject)]
    [InlineData("call +12025550123", NoObject)]
    [InlineData("bm8ganNvbg==", NoObject)]
    [InlineData("[1]", NoObject)]
    [InlineData("""{"v":1,"payload":"{good}"} x""", NoObject)]
    [InlineData("{}", NoMessage)]
    [InlineData("""{"v":1}""", NoMessage)]
    [InlineData("""{"v":1,"payload":"../../etc/passwd"}""", NoMessage)]
    [InlineData("""{"v":99999999999}""", NoMessage)]
    [InlineData("""{"v":0}""", NoMessage)]
    [InlineData("""{"v":-1}""", NoMessage)]
    [InlineData("""{"v":1.5}""", NoMessage)]
    [InlineData("""{"v":"2"}""", NoMessage)]
    [InlineData("""{"\uD800":1}""", NoMessage)]
    [InlineData("""{"v":1,"payload":"\uDC00"}""", NoMessage)]
    public void Text_that_is_none_says_why(string text, string reason)
        => Assert.Equal(new CallMessageFault(reason), FaultOf(text.Replace("{good}", Payload.Value, StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"payload":"{good}"}""")]
    [InlineData("""{"v":"1","payload":"{good}"}""")]
    [InlineData("""{"v":1,"payload":"{good}","traceparent":7}""")]
    [InlineData("""{"v":1,"payload":"{good}","replay":"yes"}""")]
    public void Text_that_is_none_and_names_a_payload_says_which(string text)
        => Assert.Equal(new CallMessageFault(NoMessage, Payload), FaultOf(text.Replace("{good}", Payload.Value, StringComparison.Ordinal)));

    [Theory]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Message_of_a_newer_version_is_told_from_garbage(int version)
    {
        var fault = new CallMessageFault($"It has version {version}, and this program reads version 1.", Payload, IsNewer: true);

        Assert.Equal(fault, FaultOf(new CallMessage(version, Payload, TraceParent: null).Encode()));
        foreach (var payload in (string[])["7", "[\"x\"]", "\"x\"", "\"\\uD800\""])
            Assert.Equal(fault with { Payload = null }, FaultOf($"{{\"payload\":{payload},\"v\":{version}}}"));
    }

    [Fact]
    public void Any_text_is_garbage_of_a_known_kind() => Property.Check(GarbageTexts.Any, text =>
        Assert.True(FaultOf(text).Reason is NoObject or NoMessage));

    private static CallMessageFault FaultOf(string text)
    {
        Assert.False(CallMessage.TryDecode(text, out var message, out var fault));
        Assert.Null(message);
        return fault;
    }
}
