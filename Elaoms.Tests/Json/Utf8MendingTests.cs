using System.Text;
using System.Text.Json;
using Elaoms.Core.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Json;

public sealed class Utf8MendingTests
{
    private static readonly string[] Pieces =
    [
        "\\", "\"", "u", "\\u", "\\uD83D", "\\uDE00", "\\ud83d", "\\uDE0", "\\u0041", "\\\\", "\\n", "D83D", "x", "é", "😀", "{", "}",
    ];

    [Theory]
    [InlineData(@"""😀 \uD83D\uDE00 é""", "😀 😀 é")]
    [InlineData(@"""\uD83D""", "\uFFFD")]
    [InlineData(@"""\uDE00""", "\uFFFD")]
    [InlineData(@"""a\uD83Db""", "a\uFFFDb")]
    [InlineData(@"""\uD83D\uD83D\uDE00""", "\uFFFD😀")]
    [InlineData(@"""\uDE00\uD83D""", "\uFFFD\uFFFD")]
    [InlineData(@"""\uD83D\n""", "\uFFFD\n")]
    [InlineData(@"""\uD83D\\uDE00""", "\uFFFD\\uDE00")]
    [InlineData(@"""\\uD83D""", "\\uD83D")]
    [InlineData(@"""\\\uD83D""", "\\\uFFFD")]
    [InlineData(@"""\ud83d\ude00\ud83d""", "😀\uFFFD")]
    public void Mend_replaces_halves_of_pairs_and_nothing_else(string json, string expected)
        => Assert.Equal(expected, JsonSerializer.Deserialize<string>(Utf8Mending.Mend(Encoding.UTF8.GetBytes(json)).Span));

    [Fact]
    public void Mend_replaces_invalid_bytes()
        => Assert.Equal("a\uFFFDb\uFFFD(c", JsonSerializer.Deserialize<string>(
            Utf8Mending.Mend((byte[])[(byte)'"', (byte)'a', 0xFF, (byte)'b', 0xC3, (byte)'(', (byte)'c', (byte)'"']).Span));

    [Fact]
    public void Mend_takes_a_byte_order_mark_off()
        => Assert.Equal("{}"u8, Utf8Mending.Mend((byte[])[0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']).Span);

    [Fact]
    public void Mend_any_sound_text_gives_the_very_same_bytes() => Property.Check(Property.Any<NonNull<string>>(), text =>
    {
        ReadOnlyMemory<byte> json = JsonSerializer.SerializeToUtf8Bytes(Sound(text.Get));

        Assert.True(json.Equals(Utf8Mending.Mend(json)));
    });

    [Fact]
    public void Mend_any_text_can_be_read_and_mending_again_changes_nothing() => Property.Check(
        from pieces in Gen.Elements(Pieces).ListOf()
        from bytes in Property.Any<byte[]>().Generator
        from at in Gen.Choose(0, 100)
        select (pieces, bytes, at),
        values =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(values.pieces));
            var mended = Utf8Mending.Mend(
                (byte[])[(byte)'"', .. text.Take(values.at), .. values.bytes, .. text.Skip(values.at), (byte)'"']);

            Assert.True(mended.Equals(Utf8Mending.Mend(mended)));
            try
            {
                using var document = JsonDocument.Parse(mended);
                var read = document.RootElement.GetString()!;
                Assert.Equal(read, Sound(read));
            }
            catch (JsonException)
            {
                // Some texts are no JSON, mended or not.
            }
        });

    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
