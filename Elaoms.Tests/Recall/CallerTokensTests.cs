using System.Buffers.Text;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed class CallerTokensTests
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere");
    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerKey Sam = Keys.Of(new Caller(CallerKind.Phone, "+12025550123"));
    private static readonly CallerKey Own = Keys.Of(new Caller(CallerKind.Phone, "+12025550100"));
    private static readonly CallerToken Token = new("acme", new CallerPlace(Sam), new CallerPlace(Own));

    private readonly FixedClock _clock = new();

    private CallerTokens Tokens => new(Settings, _clock);

    public static TheoryData<string, bool, bool, bool> Shapes => new()
    {
        { "default", true, false, true }, { "default", true, true, false }, { "a", false, false, true },
        { new string('t', Tenants.MaxLength), true, true, true }, { "default", false, false, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Token_says_what_it_was_given(string tenant, bool hasCaller, bool isFormer, bool hasCalled)
    {
        var token = new CallerToken(tenant, hasCaller ? new CallerPlace(Sam, isFormer) : null, hasCalled ? new CallerPlace(Own) : null);

        var read = Tokens.Read(Tokens.Issue(token));

        Assert.Equal(new CallerTokenResult(CallerTokenStatus.Valid, token), read);
    }

    [Fact]
    public void Token_is_valid_for_the_hours_of_the_settings()
    {
        var tokens = new CallerTokens(Settings with { CallerTokenLifetime = TimeSpan.FromHours(2) }, _clock);
        var token = tokens.Issue(Token);

        _clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(CallerTokenStatus.Valid, tokens.Read(token).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new CallerTokenResult(CallerTokenStatus.Expired), tokens.Read(token));
    }

    [Fact]
    public void Token_holds_no_number_and_is_as_long_for_nobody()
    {
        var (token, nobody) = (Tokens.Issue(Token), Tokens.Issue(CallerToken.ForNobody("acme")));

        Assert.Equal(token.Length, nobody.Length);
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
        Assert.DoesNotContain("2025550123", Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token)), StringComparison.Ordinal);
        Assert.Equal(new CallerTokenResult(CallerTokenStatus.Valid, CallerToken.ForNobody("acme")), Tokens.Read(nobody));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    public void Blank_is_no_token(string? presented) => Assert.Equal(new CallerTokenResult(CallerTokenStatus.None), Tokens.Read(presented));

    [Fact]
    public void Any_bit_that_is_changed_makes_a_forgery()
    {
        var bytes = Base64Url.DecodeFromChars(Tokens.Issue(Token));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal((bit, new CallerTokenResult(CallerTokenStatus.Forged)), (bit, Tokens.Read(Base64Url.EncodeToString(bytes))));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(CallerTokenStatus.Valid, Tokens.Read(Base64Url.EncodeToString(bytes)).Status);
    }

    [Fact]
    public void What_is_cut_lengthened_or_of_another_deployment_is_a_forgery()
    {
        var token = Tokens.Issue(Token);
        var other = new CallerTokens(Settings with { CallerHashKey = "a key of another deployment" }, _clock).Issue(Token);
        string[] forged =
        [
            .. Enumerable.Range(1, token.Length - 1).Select(length => token[..length]), token + "A", token + "AAAA", token + token,
            token + "," + token, other, "{{secret__caller_token}}", "null", "Bearer " + token,
            "+12025550123", new string('A', 228), new string('A', 10_000_000), "\u0100" + token, "=" + token, Sam.Value,
        ];

        Assert.All(forged, text => Assert.Equal(new CallerTokenResult(CallerTokenStatus.Forged), Tokens.Read(text)));
    }

    [Fact]
    public void Texts_at_random_are_never_a_token() => Property.Check(
        Gen.OneOf(
            Property.Any<FsCheck.NonNull<string>>().Generator.Select(text => text.Get),
            Property.Any<byte[]>().Generator.Select(bytes => Base64Url.EncodeToString(bytes ?? [])),
            from bytes in Gen.Choose(0, 255).ListOf(171)
            select Base64Url.EncodeToString([.. bytes.Select(value => (byte)value)])),
        text => Assert.Contains(Tokens.Read(text).Status, new[] { CallerTokenStatus.None, CallerTokenStatus.Forged }));

    // The two must not be the same key: an id is shown to people, a token opens a memory.
    [Fact]
    public void Platforms_id_of_a_caller_is_32_digits_that_tell_nothing_of_the_key()
    {
        var ofTenant = Keys.Of(new Caller(CallerKind.Phone, "+12025550123"), "acme");
        var ofUser = Keys.Of(new Caller(CallerKind.User, "+12025550123"));
        var ids = new[] { Sam, Own, ofTenant, ofUser }.Select(Keys.UserIdOf).ToList();

        // python3: "elaoms_" + hmac.new(hkdf(key, b"elaoms platform user id v1"), caller key in hex, "sha256").hexdigest()[:32]
        Assert.Equal("elaoms_8653ed97ee50e092ff4b1ce0b565d03c", ids[0]);
        Assert.Distinct(ids, StringComparer.Ordinal);
        Assert.All(ids, id => Assert.Matches("^elaoms_[0-9a-f]{32}$", id));
        Assert.DoesNotContain(Sam.Value[..10], ids[0], StringComparison.Ordinal);
        Assert.Equal(ids[0], new CallerKeys(Settings).UserIdOf(Sam));
        Assert.NotEqual(ids[0], new CallerKeys(Settings with { CallerHashKey = "a key of another deployment" }).UserIdOf(Sam));
    }

    // A rolling upgrade must find the tokens of running calls in order: what is written here was issued by this version.
    [Fact]
    public void Token_that_was_written_down_is_read_by_every_later_version()
    {
        var tokens = new CallerTokens(Settings, new FixedClock(DateTimeOffset.FromUnixTimeSeconds(1_791_300_046)));

        Assert.Equal(Written, tokens.Issue(new CallerToken("acme", new CallerPlace(Sam), null)));
        Assert.Equal(new CallerToken("acme", new CallerPlace(Sam), null), tokens.Read(Written).Token);
    }

    // python3: hmac.new(hkdf(key, b"elaoms caller token v1"), bytes([1, 1]) + expiry + caller key + bytes(32) + b"acme", "sha256")
    private const string Written =
        "AQEAAAAAasZjTixP6U0r92jK68e5pBHupCUZZUd6Nk4_S-7FX-Qkd8baAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABhY21l4YTOtN1wPXlj45D-"
        + "mRuKCWMRiyRXx0kxX2RHc6DltmY";
}
