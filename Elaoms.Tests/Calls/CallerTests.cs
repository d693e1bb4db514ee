using Elaoms.Tests.Records;
using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class CallerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0")]
    public void Caller_blank_is_missing(string? raw)
    {
        Assert.Equal(CallerIdentification.Missing, Caller.Read(raw, out var caller));
        Assert.Null(caller);
        Assert.Equal(CallerIdentification.Missing, Caller.ReadUserId(raw, out caller));
        Assert.Null(caller);
    }

    [Theory]
    [InlineData(256, CallerIdentification.Known)]
    [InlineData(257, CallerIdentification.Missing)]
    public void Caller_is_read_up_to_256_characters(int length, CallerIdentification expected)
        => Assert.Equal(expected, Caller.Read(new string('x', length), out _));

    [Theory]
    [InlineData("+12025550123", "+12025550123")]
    [InlineData(" +12025550123\n", "+12025550123")]
    [InlineData("+1 (202) 555-0123", "+12025550123")]
    [InlineData("+1.202.555/0123", "+12025550123")]
    [InlineData("+1\u00A0202\u00A0555\u00A00123", "+12025550123")]
    [InlineData("(+1) 202 555 0123", "+12025550123")]
    [InlineData("0012025550123", "+12025550123")]
    [InlineData("00 1 202 555 0123", "+12025550123")]
    [InlineData("12025550123", "+12025550123")]
    [InlineData("1-202-555-0123", "+12025550123")]
    [InlineData("123456789012345", "+123456789012345")]
    [InlineData("00123456789012345", "+123456789012345")]
    [InlineData("2025550123", "2025550123")]
    [InlineData("02025550123", "02025550123")]
    [InlineData("+49301234", "+49301234")]
    [InlineData("112", "112")]
    [InlineData("00491234", "+491234")]
    [InlineData("+0012025550123", "+0012025550123")]
    [InlineData("+351", "+351")]
    [InlineData("tel:1001", "1001")]
    [InlineData("tel:0791234567", "0791234567")]
    [InlineData("tel:+12025550123", "+12025550123")]
    [InlineData("TEL:+1-202-555-0123;phone-context=example.com", "+12025550123")]
    [InlineData("sip:+12025550123@sip.example.com", "+12025550123")]
    [InlineData("SIPS:12025550123@sip.example.com:5061;transport=tls", "+12025550123")]
    [InlineData("sip:+12025550123;npdi@sip.example.com?subject=x", "+12025550123")]
    [InlineData("<sip:+12025550123@sip.example.com;user=phone>;tag=1", "+12025550123")]
    [InlineData(
        "\"Sam: <home>\" <sip:+12025550123@sip.example.com>", "\"Sam: <home>\" <sip:+12025550123@sip.example.com>", CallerKind.Line)]
    [InlineData("Sam <sip:+12025550123@sip.example.com>", "+12025550123")]
    [InlineData("+12", "+12", CallerKind.Line)]
    [InlineData("12", "12", CallerKind.Line)]
    [InlineData("001234567890123456", "001234567890123456", CallerKind.Line)]
    [InlineData("<sip:sam@example.com", "<sip:sam@example.com", CallerKind.Line)]
    [InlineData("mailto:sam@example.com", "mailto:sam@example.com", CallerKind.Line)]
    [InlineData("1234567890123456", "1234567890123456", CallerKind.Line)]
    [InlineData("+1234567890123456", "+1234567890123456", CallerKind.Line)]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890", CallerKind.Line)]
    [InlineData("++12025550123", "++12025550123", CallerKind.Line)]
    [InlineData("1+2025550123", "1+2025550123", CallerKind.Line)]
    [InlineData("+1202555\n0123", "+1202555\n0123", CallerKind.Line)]
    [InlineData("+1202555O123", "+1202555O123", CallerKind.Line)]
    [InlineData("١٢٠٢٥٥٥٠١٢٣", "١٢٠٢٥٥٥٠١٢٣", CallerKind.Line)]
    [InlineData("+１２０２５５５０１２３", "+１２０２５５５０１２３", CallerKind.Line)]
    [InlineData("web-user-77", "web-user-77", CallerKind.Line)]
    [InlineData("Sam@Example.com", "Sam@Example.com", CallerKind.Line)]
    [InlineData("unknown-77", "unknown-77", CallerKind.Line)]
    [InlineData("urn:uuid:1", "urn:uuid:1", CallerKind.Line)]
    [InlineData("sip:Sam@Example.COM;transport=udp", "Sam@example.com", CallerKind.Sip)]
    [InlineData("Sam <sips:sam@example.com:5061?x=1>", "sam@example.com:5061", CallerKind.Sip)]
    [InlineData("sip:+12025550123;ext=12@example.com", "+12025550123;ext=12@example.com", CallerKind.Sip)]
    [InlineData("tel:+12025550123;EXT=12;x=1", "+12025550123;EXT=12", CallerKind.Sip)]
    [InlineData("sip: sam @ Example.com ;x=1", "sam@example.com", CallerKind.Sip)]
    [InlineData("sip:1001@pbx.one.example", "1001@pbx.one.example", CallerKind.Sip)]
    [InlineData("sip:1001@pbx.two.example", "1001@pbx.two.example", CallerKind.Sip)]
    [InlineData("sip:0791234567@pbx.one.example", "0791234567@pbx.one.example", CallerKind.Sip)]
    [InlineData("tel:sam;ext=12 \t;x=1", "sam;ext=12", CallerKind.Sip)]
    [InlineData("sip:a@b@example.com", "a@b@example.com", CallerKind.Sip)]
    [InlineData("sip:sam@;transport=tcp", "sam", CallerKind.Sip)]
    [InlineData("sip:sam@example.com?subject=x;y", "sam@example.com", CallerKind.Sip)]
    [InlineData("sip:ext=5@example.com", "ext=5@example.com", CallerKind.Sip)]
    [InlineData("tel:sam?x=1", "sam", CallerKind.Sip)]
    [InlineData("sip:sam;x=1;ext=12;y=2@example.com", "sam;ext=12@example.com", CallerKind.Sip)]
    public void Caller_is_normalised(string raw, string identity, CallerKind kind = CallerKind.Phone)
    {
        Assert.Equal(CallerIdentification.Known, Caller.Read(raw, out var caller));
        Assert.Equal(new Caller(kind, identity), caller);
        Assert.Equal(kind == CallerKind.Phone ? identity : null, caller!.PhoneNumber);
    }

    [Theory]
    [InlineData("12025550123", "+12025550123")]
    [InlineData(" 0012025550123 ", "+12025550123")]
    [InlineData("202-555-0123", "2025550123")]
    [InlineData("+1 202 555 0123", "+12025550123")]
    [InlineData("tel:+12025550123", "+12025550123")]
    [InlineData("sip:12025550123@example.com", "+12025550123")]
    [InlineData("sip:1001@pbx.example", null)]
    [InlineData("web-user-77", null)]
    [InlineData("sam@example.com", null)]
    [InlineData("7", null)]
    [InlineData("222", "222")]
    public void User_id_is_the_applications_own_whatever_it_looks_like_unless_it_is_trusted(string raw, string? number)
    {
        Assert.Equal(CallerIdentification.Known, Caller.ReadUserId(raw, out var caller));
        Assert.Equal(new Caller(CallerKind.User, raw.Trim()), caller);

        // Three of a digit are nobody's number, and may be somebody's id.
        Assert.Equal(CallerIdentification.Known, Caller.ReadUserId(raw, out caller, areNumbersPhones: true));
        Assert.Equal(number is null or "222" ? new Caller(CallerKind.User, raw.Trim()) : new Caller(CallerKind.Phone, number), caller);
    }

    [Theory]
    [InlineData("elaoms_0123456789abcdef0123456789abcdef", CallerIdentification.Missing)]
    [InlineData(" ELAOMS_0123456789ABCDEF0123456789ABCDEF ", CallerIdentification.Missing)]
    [InlineData("elaoms_0123456789abcdef0123456789abcde", CallerIdentification.Known)]
    [InlineData("elaoms_0123456789abcdef0123456789abcdeg", CallerIdentification.Known)]
    [InlineData("xelaoms_0123456789abcdef0123456789abcde", CallerIdentification.Known)]
    [InlineData("elaoms-smoke-0123456789abcdef0123456789abcdef", CallerIdentification.Known)]
    public void Our_own_id_of_a_caller_names_nobody_when_it_comes_back(string raw, CallerIdentification expected)
    {
        Assert.Equal(expected, Caller.Read(raw, out _));
        Assert.Equal(expected, Caller.ReadUserId(raw, out _));
    }

    [Theory]
    [InlineData(256, CallerIdentification.Known)]
    [InlineData(257, CallerIdentification.Missing)]
    public void User_id_is_read_up_to_256_characters(int length, CallerIdentification expected)
        => Assert.Equal(expected, Caller.ReadUserId($" {new string('x', length)} ", out _));

    // Where a name would be read as one of another kind, the verdict is another.
    [Theory]
    [InlineData(CallerKind.Phone, "+490000000000", true)]
    [InlineData(CallerKind.Phone, "222", true)]
    [InlineData(CallerKind.Phone, "+12025550123", false)]
    [InlineData(CallerKind.User, "222", false)]
    [InlineData(CallerKind.User, "unknown", true)]
    [InlineData(CallerKind.Sip, "anonymous@example.com", true)]
    [InlineData(CallerKind.Sip, "222@pbx.example", false)]
    [InlineData(CallerKind.Sip, "sam@example.com", false)]
    [InlineData(CallerKind.Line, "Unknown Caller", true)]
    [InlineData(CallerKind.Line, "anna", false)]
    public void Name_is_hidden_as_its_kind_is_read(CallerKind kind, string identity, bool expected)
        => Assert.Equal(expected, new Caller(kind, identity).IsHidden);

    [Fact]
    public void Caller_any_read_again_is_the_same_caller() => Property.Check(CallerIds.Any, raw =>
    {
        Assert.Equal(Caller.Read(raw, out var caller) == CallerIdentification.Known, caller is not null);
        if (caller is null || IsTwoAddresses(raw))
            return;

        // A SIP address is kept without its scheme, which is part of what tells it from an application's name.
        Caller.Read(caller.Kind == CallerKind.Sip ? "sip:" + caller.Identity : caller.Identity, out var again);

        Assert.Equal(caller, again);
    });

    [Fact]
    public void User_id_any_is_the_applications_own_and_read_again_the_same() => Property.Check(CallerIds.Any, raw =>
    {
        Assert.Equal(Caller.ReadUserId(raw, out var caller) == CallerIdentification.Known, caller is not null);
        if (caller is null)
            return;

        Assert.Equal(CallerKind.User, caller.Kind);
        Assert.False(caller.IsHidden);
        Assert.Equal(CallerIdentification.Known, Caller.ReadUserId(caller.Identity, out var again));
        Assert.Equal(caller, again);
    });

    // RFC 3261 asks for %40 in a user part; with a second @ there is no telling where the host begins.
    private static bool IsTwoAddresses(string raw) => raw.Count(c => c == '@') > 1;
}
