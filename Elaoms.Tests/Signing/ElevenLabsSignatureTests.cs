using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Signing;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Signing;

public sealed class ElevenLabsSignatureTests
{
    private const string Secret = "wsec_secret";
    private const string OtherSecret = "wsec_of_another_webhook";
    private const int ToleranceSeconds = 1800;

    private static readonly byte[] Body = """{"type":"post_call_transcription"}"""u8.ToArray();
    private static readonly DateTimeOffset Now = FixedClock.Start;
    private static readonly string Good = Hash(Secret, T);
    private static readonly string Bad = new('a', 64);

    private static string T => Unix(0);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Header_missing_or_empty_is_missing(string? header) => Assert.Equal(SignatureVerdict.MissingHeader, Verify(header));

    // Computed with another program: HMAC-SHA256 of "1791300046." and the body under the secret as it is.
    [Fact]
    public void Secret_of_an_installation_on_premises_has_no_prefix()
        => Assert.Equal(
            SignatureVerdict.Valid,
            Signature("on-premises-0123").Verify(Body, "t=1791300046,v0=a8b964079bcdd5232534ec6ef43b3a8cb122c59605293972b619f482f2417ae6"));

    [Theory]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("=")]
    [InlineData("t")]
    [InlineData("v0")]
    [InlineData("t={t}")]
    [InlineData("t={t},")]
    [InlineData("v0={good}")]
    [InlineData("t={t},v1={good}")]
    [InlineData("t={t},V0={good}")]
    [InlineData("t={t},v0")]
    [InlineData("t={t},v0=")]
    [InlineData("t={t},v0 ={good}")]
    [InlineData("t={t},v0= {good}")]
    [InlineData("t={t},v0=={good}")]
    [InlineData("t={t};v0={good}")]
    [InlineData("t={t} v0={good}")]
    [InlineData("T={t},v0={good}")]
    [InlineData("t={t},t={t},v0={good}")]
    [InlineData("t={t},v0={good},t={t}")]
    [InlineData("t={t},v0={good},t=")]
    [InlineData("t={t},v0={good},t=x")]
    [InlineData("t=,v0={good}")]
    [InlineData("t=x,v0={good}")]
    [InlineData("t=+{t},v0={good}")]
    [InlineData("t=-{t},v0={good}")]
    [InlineData("t= {t},v0={good}")]
    [InlineData("t={t}.0,v0={good}")]
    [InlineData("t=1_791_300_046,v0={good}")]
    [InlineData("t=1 791 300 046,v0={good}")]
    [InlineData("t=0x6AC5C04E,v0={good}")]
    [InlineData("t=1e9,v0={good}")]
    [InlineData("t=1000000000000000000,v0={good}")]
    [InlineData("t=99999999999999999999999,v0={good}")]
    [InlineData("t=١٧٩١٣٠٠٠٤٦,v0={good}")]
    [InlineData("t=１７９１３００００４６,v0={good}")]
    [InlineData("t={t},v0=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("t={t},v0={good}0")]
    [InlineData("t={t},v0={good}00")]
    [InlineData("t={t},v0=0x{good}")]
    [InlineData("t={t},v0=abc")]
    [InlineData("t={t},v0=ｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆｆ")]
    [InlineData("t={t}\u00A0,v0={good}")]
    [InlineData("t={t}\n,v0={good}")]
    [InlineData("t={t}\0,v0={good}")]
    [InlineData("é")]
    public void Header_malformed_is_malformed(string header) => Assert.Equal(SignatureVerdict.MalformedHeader, Verify(Fill(header)));

    [Theory]
    [InlineData("t={t},v0={good}")]
    [InlineData("v0={good},t={t}")]
    [InlineData("t={t}, v0={good}")]
    [InlineData(" \tt={t}\t ,\t v0={good} \t")]
    [InlineData(",t={t},,v0={good},")]
    [InlineData("t={t},v0={GOOD}")]
    [InlineData("t={t},v1=abcd,v0={good}")]
    [InlineData("scheme=é,t={t},alone,v0={good}")]
    [InlineData("t={t},v0={good},v0={bad},v0={bad}")]
    [InlineData("t={t},v0={bad},v0={good},v0={bad}")]
    [InlineData("t={t},v0={bad},v0={bad},v0={good}")]
    [InlineData("t={t},v0={good},v0={good}")]
    [InlineData("t={t},v0=zz,v0={good}")]
    [InlineData("t={t},v0={good},v0=")]
    public void Header_in_another_order_or_with_more_in_it_is_valid(string header)
        => Assert.Equal(SignatureVerdict.Valid, Verify(Fill(header)));

    [Fact]
    public void Timestamp_with_leading_zeros_is_signed_as_it_was_sent()
    {
        var padded = "00" + T;

        Assert.Equal(SignatureVerdict.Valid, Verify($"t={padded},v0={Hash(Secret, padded)}"));
        Assert.Equal(SignatureVerdict.Mismatch, Verify($"t={padded},v0={Good}"));
    }

    [Fact]
    public void Timestamp_of_18_digits_is_read()
    {
        Assert.Equal(SignatureVerdict.Valid, Verify($"t={T.PadLeft(18, '0')},v0={Hash(Secret, T.PadLeft(18, '0'))}"));
        Assert.Equal(SignatureVerdict.TooNew, Verify($"t={new string('9', 18)},v0={Good}"));
    }

    [Fact]
    public void Timestamp_in_milliseconds_is_too_new() => Assert.Equal(SignatureVerdict.TooNew, Verify($"t={T}000,v0={Good}"));

    [Theory]
    [InlineData(-ToleranceSeconds - 1, SignatureVerdict.TooOld)]
    [InlineData(-ToleranceSeconds, SignatureVerdict.Valid)]
    [InlineData(-1, SignatureVerdict.Valid)]
    [InlineData(1, SignatureVerdict.Valid)]
    [InlineData(ToleranceSeconds, SignatureVerdict.Valid)]
    [InlineData(ToleranceSeconds + 1, SignatureVerdict.TooNew)]
    public void Timestamp_counts_up_to_the_tolerance_on_both_sides(int secondsFromNow, SignatureVerdict expected)
        => Assert.Equal(expected, Verify($"t={Unix(secondsFromNow)},v0={Hash(Secret, Unix(secondsFromNow))}"));

    [Theory]
    [InlineData(4096, SignatureVerdict.Valid)]
    [InlineData(4097, SignatureVerdict.MalformedHeader)]
    public void Header_is_read_up_to_4096_characters(int length, SignatureVerdict expected)
        => Assert.Equal(expected, Verify($"t={T},v0={Good},x=".PadRight(length, 'x')));

    [Fact]
    public void Body_changed_is_a_mismatch()
    {
        for (var at = 0; at < Body.Length; at++)
        {
            var changed = Body.ToArray();
            changed[at] ^= 1;
            Assert.Equal(SignatureVerdict.Mismatch, Verify(Fill("t={t},v0={good}"), changed));
        }

        Assert.Equal(SignatureVerdict.Mismatch, Verify(Fill("t={t},v0={good}"), [.. Body, (byte)'\n']));
        Assert.Equal(SignatureVerdict.Mismatch, Verify(Fill("t={t},v0={good}"), []));
    }

    [Fact]
    public void Timestamp_changed_is_a_mismatch() => Assert.Equal(SignatureVerdict.Mismatch, Verify($"t={Unix(1)},v0={Good}"));

    [Fact]
    public void Hash_of_the_body_alone_is_a_mismatch()
        => Assert.Equal(SignatureVerdict.Mismatch, Verify($"t={T},v0={Hash(Secret, Body)}"));

    [Theory]
    [InlineData(new[] { Secret, OtherSecret }, SignatureVerdict.Valid)]
    [InlineData(new[] { OtherSecret, Secret }, SignatureVerdict.Valid)]
    [InlineData(new[] { OtherSecret, Secret, "third" }, SignatureVerdict.Valid)]
    [InlineData(new[] { Secret, Secret }, SignatureVerdict.Valid)]
    [InlineData(new[] { "", Secret }, SignatureVerdict.Valid)]
    [InlineData(new[] { OtherSecret }, SignatureVerdict.Mismatch)]
    [InlineData(new[] { "secret" }, SignatureVerdict.Mismatch)]
    [InlineData(new[] { Secret + " " }, SignatureVerdict.Mismatch)]
    [InlineData(new string[0], SignatureVerdict.NoSecret)]
    [InlineData(new[] { "" }, SignatureVerdict.NoSecret)]
    [InlineData(new[] { "", "" }, SignatureVerdict.NoSecret)]
    public void Secrets_any_of_them_may_have_signed(string[] secrets, SignatureVerdict expected)
        => Assert.Equal(expected, Signature(secrets).Verify(Body, Fill("t={t},v0={good}")));

    [Fact]
    public void Hashes_and_secrets_any_pair_may_fit()
        => Assert.Equal(
            SignatureVerdict.Valid, Signature("third", Secret, "fourth").Verify(Body, Fill("t={t},v0={bad},v0={good},v0={bad}")));

    [Fact]
    public void Secret_of_nothing_is_never_signed_with()
        => Assert.Equal(SignatureVerdict.Mismatch, Signature("", OtherSecret).Verify(Body, $"t={T},v0={Hash("", T)}"));

    [Fact]
    public void Secret_that_is_not_ascii_is_used_as_utf8()
        => Assert.Equal(SignatureVerdict.Valid, Signature("géheim🔑").Verify(Body, $"t={T},v0={Hash("géheim🔑", T)}"));

    [Fact]
    public void Body_empty_and_body_that_is_no_utf8_are_only_bytes()
    {
        foreach (var body in new byte[][] { [], [0xFF, 0xC3, 0x28, 0x00], [0xED, 0xA0, 0x80] })
            Assert.Equal(SignatureVerdict.Valid, Verify(ElevenLabsSignature.Sign(body, Secret, Now), body));
    }

    [Fact]
    public void Begin_gives_no_check_unless_the_body_decides()
    {
        var signature = Signature(Secret);

        foreach (var header in new[]
        {
            null, "", "x", $"t={Unix(-ToleranceSeconds - 1)},v0={Good}", $"t={Unix(ToleranceSeconds + 1)},v0={Good}",
        })
        {
            Assert.NotEqual(SignatureVerdict.Valid, signature.Begin(header, out var none));
            Assert.Null(none);
        }

        Assert.Equal(SignatureVerdict.Valid, signature.Begin(Fill("t={t},v0={bad}"), out var check));
        Assert.NotNull(check);
        check.Dispose();
    }

    [Fact]
    public void Check_of_nothing_fed_is_a_mismatch()
    {
        Signature(Secret).Begin(Fill("t={t},v0={good}"), out var check);
        using (check)
            Assert.Equal(SignatureVerdict.Mismatch, check!.Finish());
    }

    [Fact]
    public void Check_disposed_lets_go_of_its_hashers()
    {
        Signature(Secret).Begin(Fill("t={t},v0={good}"), out var check);

        check!.Dispose();

        Assert.Throws<ObjectDisposedException>(() => check.Append(Body));
    }

    [Fact]
    public void Body_of_30_megabytes_in_pieces_has_the_verdict_of_one_piece()
    {
        var body = new byte[30_000_000];
        new Random(7).NextBytes(body);
        var signature = Signature(Secret);
        var header = ElevenLabsSignature.Sign(body, Secret, Now);

        signature.Begin(header, out var check);
        using (check)
        {
            foreach (var piece in body.Chunk(81_919))
                check!.Append(piece);
            Assert.Equal(SignatureVerdict.Valid, check!.Finish());
        }

        Assert.Equal(SignatureVerdict.Valid, signature.Verify(body, header));
        body[^1] ^= 0x80;
        Assert.Equal(SignatureVerdict.Mismatch, signature.Verify(body, header));
    }

    [Fact]
    public void Body_split_anyhow_has_the_verdict_of_one_piece()
        => Property.Check(Property.Any<byte[][]>(), pieces =>
        {
            var signature = Signature(Secret, OtherSecret);
            var whole = pieces.SelectMany(piece => piece).ToArray();
            foreach (var header in new[]
            {
                ElevenLabsSignature.Sign(whole, OtherSecret, Now), ElevenLabsSignature.Sign([.. whole, 0], Secret, Now),
            })
            {
                signature.Begin(header, out var check);
                using (check)
                {
                    foreach (var piece in pieces)
                        check!.Append(piece);
                    Assert.Equal(signature.Verify(whole, header), check!.Finish());
                }
            }
        });

    [Fact]
    public void Sign_makes_what_verify_takes()
        => Property.Check(
            from body in Property.Any<byte[]>().Generator
            from secret in Property.Any<FsCheck.NonEmptyString>().Generator
            from seconds in Gen.Choose(-ToleranceSeconds, ToleranceSeconds)
            select (body, secret, seconds),
            values =>
            {
                var (body, secret, seconds) = values;
                var header = ElevenLabsSignature.Sign(body, secret.Get, Now.AddSeconds(seconds));

                Assert.Matches("^t=[0-9]{10},v0=[0-9a-f]{64}$", header);
                Assert.Equal(SignatureVerdict.Valid, Signature(secret.Get).Verify(body, header));
            });

    [Fact]
    public void Verify_any_header_gives_a_verdict_and_never_valid()
        => Property.Check(Property.Any<string>(), header => Assert.NotEqual(SignatureVerdict.Valid, Verify(header)));

    [Fact]
    public void Verify_a_header_with_one_character_changed_is_not_valid()
        => Property.Check(Gen.Zip(Gen.Choose(0, 80), Gen.Choose(0, 127)), change =>
        {
            var good = Fill("t={t},v0={good}");
            var (at, character) = (change.Item1 % good.Length, (char)change.Item2);
            var changed = $"{good[..at]}{character}{good[(at + 1)..]}";

            Assert.Equal(
                string.Equals(changed, good, StringComparison.OrdinalIgnoreCase)
                    && changed[0] == 't' && changed.Contains("v0=", StringComparison.Ordinal),
                    Verify(changed) == SignatureVerdict.Valid);
        });

    private static SignatureVerdict Verify(string? header, byte[]? body = null) => Signature(Secret).Verify(body ?? Body, header);

    private static ElevenLabsSignature Signature(params string[] secrets)
        => new(secrets, TimeSpan.FromSeconds(ToleranceSeconds), new FixedClock(Now));

    private static string Fill(string header) => header
        .Replace("{t}", T, StringComparison.Ordinal)
        .Replace("{good}", Good, StringComparison.Ordinal)
        .Replace("{GOOD}", Good.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("{bad}", Bad, StringComparison.Ordinal);

    private static string Unix(int secondsFromNow)
        => Now.AddSeconds(secondsFromNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Hash(string secret, string timestamp)
        => Hash(secret, [.. Encoding.ASCII.GetBytes(timestamp + "."), .. Body]);

    private static string Hash(string secret, byte[] message)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
}
