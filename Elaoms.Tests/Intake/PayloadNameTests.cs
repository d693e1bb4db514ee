using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Intake;

public sealed class PayloadNameTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Good = $"2026/10/07/0123456789abcdef0123456789abcdef/post_call_transcription-{Hash}.json";

    private static readonly byte[] BodyHash = SHA256.HashData("body"u8);

    [Fact]
    public void Name_is_made_of_day_conversation_type_and_body()
    {
        var name = Name("post_call_transcription", "conv_1");

        Assert.Equal(
            $"2026/10/06/{Convert.ToHexStringLower(SHA256.HashData("conv_1"u8))[..32]}/"
                + $"post_call_transcription-{Convert.ToHexStringLower(BodyHash)}.json",
            name.Value);
        Assert.Equal(name.Value, name.ToString());
        Assert.Equal(new DateTimeOffset(2026, 10, 6, 0, 0, 0, TimeSpan.Zero), name.Day);
        Assert.Equal(name.Value.Split('/')[3], name.ConversationHash);
        Assert.Equal(Convert.ToHexStringLower(BodyHash), name.BodyHash);
        Assert.Equal(name.Value[..^5] + ".mp3", name.AudioName);
    }

    [Theory]
    [InlineData("post_call_audio", true)]
    [InlineData("post_call_transcription", false)]
    [InlineData("post_call_audio_v2", false)]
    [InlineData("call_initiation_failure", false)]
    [InlineData(null, false)]
    public void Name_says_whether_the_payload_brings_a_recording(string? type, bool isRecording)
        => Assert.Equal(isRecording, Name(type, "conv_1").IsRecording);

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData("some_future_event", "some_future_event")]
    [InlineData("../../etc/passwd", "______etc_passwd")]
    [InlineData("/absolute", "_absolute")]
    [InlineData("a\0b\nc", "a_b_c")]
    [InlineData(@"C:\x", "___x")]
    [InlineData("Upper-Case", "_pper__ase")]
    [InlineData("é😀", "___")]
    [InlineData("١", "_")]
    public void Name_takes_no_hostile_character_from_the_type(string? type, string safe)
        => Assert.Contains($"/{safe}-", Name(type, "c").Value, StringComparison.Ordinal);

    [Fact]
    public void Name_of_any_type_and_conversation_can_be_parsed_and_has_one_form() => Property.Check(
        from type in Texts
        from conversation in Texts
        select (type, conversation),
        values =>
        {
            var name = Name(values.type is { Length: 0 } ? null : values.type, values.conversation);

            Assert.Matches("^2026/10/06/[0-9a-f]{32}/[0-9a-z_]{1,64}-[0-9a-f]{64}[.]json$", name.Value);
            Assert.Equal(name, PayloadName.Parse(name.Value));
            Assert.Equal(name, Name(values.type is { Length: 0 } ? null : values.type, values.conversation));
        });

    [Fact]
    public void Name_of_a_conversation_of_10000_characters_is_short()
        => Assert.InRange(Name(new string('x', 10_000), new string('y', 10_000)).Value.Length, 1, 200);

    [Fact]
    public void Names_of_two_conversations_lie_apart_and_of_none_are_named_by_the_body()
    {
        Assert.NotEqual(Name("t", "a").ConversationHash, Name("t", "b").ConversationHash);
        Assert.NotEqual(Name("t", null).ConversationHash, Name("t", null, SHA256.HashData("other"u8)).ConversationHash);
        Assert.Equal(Name("t", null), Name("t", null));
    }

    [Fact]
    public void Parse_takes_what_was_written() => Assert.Equal(Good, PayloadName.Parse(Good)!.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/" + Good)]
    [InlineData("../" + Good)]
    [InlineData(Good + "\n")]
    [InlineData(Good + "\0")]
    [InlineData(Good + "/..")]
    [InlineData(" " + Good)]
    [InlineData("x\n" + Good)]
    [InlineData("2026/13/07/0123456789abcdef0123456789abcdef/t-" + Hash + ".json")]
    [InlineData("2026/02/30/0123456789abcdef0123456789abcdef/t-" + Hash + ".json")]
    [InlineData("0000/00/00/0123456789abcdef0123456789abcdef/t-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789ABCDEF0123456789abcdef/t-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcde/t-" + Hash + ".json")]
    [InlineData("2026/10/07/../0123456789abcdef0123456789abcdef/t-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/../t-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/T-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/t.-" + Hash + ".json")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/t-" + Hash + ".mp3")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/t-" + Hash + ".jsonx")]
    [InlineData("2026/10/07/0123456789abcdef0123456789abcdef/t-" + Hash + "0.json")]
    [InlineData(@"2026\10\07\0123456789abcdef0123456789abcdef\t-" + Hash + ".json")]
    [InlineData("٢٠٢٦/10/07/0123456789abcdef0123456789abcdef/t-" + Hash + ".json")]
    public void Parse_refuses_anything_else(string? value) => Assert.Null(PayloadName.Parse(value));

    [Fact]
    public void Parse_refuses_a_type_of_65_characters()
        => Assert.Null(PayloadName.Parse(Good.Replace("post_call_transcription", new string('t', 65), StringComparison.Ordinal)));

    [Fact]
    public void Parse_refuses_any_text() => Property.Check(Property.Any<string>(), text => Assert.Null(PayloadName.Parse(text)));

    private static Gen<string> Texts => Gen.OneOf(
        Property.Any<NonNull<string>>().Generator.Select(text => text.Get), Gen.Elements("../..", "/", "\0", "CON", "a/b", @"a\b", "😀"));

    private static PayloadName Name(string? type, string? conversation, byte[]? bodyHash = null)
        => PayloadName.Of(
            new DateTimeOffset(2026, 10, 7, 1, 0, 0, TimeSpan.FromHours(2)),
            new PostCallEvent(type, 1, conversation),
            bodyHash ?? BodyHash);
}
