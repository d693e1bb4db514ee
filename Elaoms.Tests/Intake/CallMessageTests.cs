using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Xunit;

namespace Elaoms.Tests.Intake;

public sealed class CallMessageTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly PayloadName Longest = PayloadName.Of(
        FixedClock.Start, new PostCallEvent(new string('x', 1000), 1, new string('y', 1000)), SHA256.HashData("body"u8));

    [Theory]
    [InlineData(TraceParent)]
    [InlineData(null)]
    public void Message_is_read_as_it_was_written(string? traceParent)
    {
        var message = new CallMessage(CallMessage.CurrentVersion, Longest, traceParent);

        Assert.Equal(message, CallMessage.Decode(message.Encode()));
        Assert.Equal(message, CallMessage.Decode(Encoding.UTF8.GetString(Convert.FromBase64String(message.Encode()))));
    }

    [Fact]
    public void Message_is_base64_of_the_json_that_the_design_names()
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(new CallMessage(1, Longest, TraceParent).Encode()));

        Assert.Equal($$"""{"v":1,"payload":"{{Longest}}","traceparent":"{{TraceParent}}"}""", json);
    }

    [Fact]
    public void Message_with_the_longest_name_is_under_a_kilobyte()
        => Assert.InRange(new CallMessage(1, Longest, TraceParent).Encode().Length, 1, 1023);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("e30=")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"v\"")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"payload":null}""")]
    [InlineData("""{"v":1,"payload":7}""")]
    [InlineData("""{"v":1,"payload":"../../etc/passwd"}""")]
    [InlineData("""{"v":2,"payload":"{good}"}""")]
    [InlineData("""{"v":"1","payload":"{good}"}""")]
    [InlineData("""{"v":1.5,"payload":"{good}"}""")]
    [InlineData("""{"v":99999999999,"payload":"{good}"}""")]
    [InlineData("""{"v":null,"payload":"{good}"}""")]
    [InlineData("""{"payload":"{good}"}""")]
    [InlineData("""{"v":1,"payload":"{good}","traceparent":7}""")]
    [InlineData("""{"v":1,"payload":"{good}"} x""")]
    [InlineData("""{"v":1,"payload":"\uD800"}""")]
    public void Message_of_somebody_else_is_null(string text)
        => Assert.Null(CallMessage.Decode(text.Replace("{good}", Longest.Value, StringComparison.Ordinal)));

    [Fact]
    public void Message_of_any_text_is_null() => Property.Check(Property.Any<FsCheck.NonNull<string>>(), text =>
    {
        Assert.Null(CallMessage.Decode(text.Get));
        Assert.Null(CallMessage.Decode(Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Get))));
    });
}
