using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class CallerKeyTests
{
    private static readonly Caller Sam = new(CallerKind.Phone, "+12025550123");

    // python3: hmac.new(b"a key", b"default\nPhone\n+12025550123", "sha256").hexdigest()
    [Fact]
    public void Key_is_a_keyed_hash_of_tenant_kind_and_identity()
        => Assert.Equal("8ac393ce3cb01ce3e69830e7e8d9491878c0353ff8fcf76b48a58bf5d4e1e4fc", CallerKey.Of(Sam, "a key"u8).Value);

    [Fact]
    public void Key_is_64_hex_digits_and_its_abbreviation_their_beginning()
    {
        var key = CallerKey.Of(Sam, "a key"u8);

        Assert.Matches("^[0-9a-f]{64}$", key.ToString());
        Assert.Equal("8ac393ce3c", key.Abbreviation);
        Assert.Equal(key, CallerKey.Of(Sam with { }, "a key"u8));
    }

    [Fact]
    public void Key_differs_by_kind_identity_tenant_and_hash_key()
    {
        CallerKey[] keys =
        [
            CallerKey.Of(Sam, "a key"u8),
            CallerKey.Of(Sam with { Kind = CallerKind.User }, "a key"u8),
            CallerKey.Of(Sam with { Kind = CallerKind.Sip }, "a key"u8),
            CallerKey.Of(Sam with { Identity = "+12025550124" }, "a key"u8),
            CallerKey.Of(Sam, "a key"u8, "other"),
            CallerKey.Of(Sam, "another key"u8),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Key_is_parsed_from_64_lower_case_hex_digits_alone()
    {
        var key = CallerKey.Of(Sam, "a key"u8);

        Assert.Equal(key, CallerKey.Parse(key.Value));
        Assert.Null(CallerKey.Parse(""));
        Assert.Null(CallerKey.Parse(key.Value[1..]));
        Assert.Null(CallerKey.Parse(key.Value + "0"));
        Assert.Null(CallerKey.Parse(key.Value.ToUpperInvariant()));
        Assert.Null(CallerKey.Parse("g" + key.Value[1..]));
    }

    [Fact]
    public void Key_is_the_name_of_the_callers_documents()
    {
        string name = CallerKey.Of(Sam, "a key"u8);

        Assert.Equal(CallerKey.Of(Sam, "a key"u8).Value, name);
    }

    [Fact]
    public void Keys_are_made_under_the_settings_key()
    {
        var settings = TestSettings.In("/nowhere");

        Assert.Equal(CallerKey.Of(Sam, System.Text.Encoding.UTF8.GetBytes(settings.CallerHashKey)), new CallerKeys(settings).Of(Sam));
    }

    [Fact]
    public void Keys_of_two_callers_are_two()
        => Property.Check(Property.Any<(FsCheck.NonNull<string>, FsCheck.NonNull<string>)>(), identities =>
        {
            var (one, other) = (identities.Item1.Get, identities.Item2.Get);

            Assert.Equal(
                one == other,
                CallerKey.Of(new Caller(CallerKind.User, one), "k"u8) == CallerKey.Of(new Caller(CallerKind.User, other), "k"u8));
        });
}
