using Elaoms.Core.Callers;
using Xunit;

namespace Elaoms.Tests.Callers;

public sealed class CallerTests
{
    public static TheoryData<string> HiddenIds()
    {
        var ids = new TheoryData<string>();
        string[] words =
        [
            "anonymous", "unknown", "restricted", "unavailable", "blocked", "private", "withheld", "hidden", "no caller id", "no number", "not available",
            "id unavailable", "private number", "anonymous.invalid",
        ];
        foreach (var word in words)
            ids.AddRange(word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..], $" {word}\n", $"sip:{word}@example.com", $"\"{word}\" <sip:{word}@anonymous.invalid>");
        foreach (var keypad in new[] { "266696687", "8656696", "7378742833", "86282452253", "2562533", "7748283" })
            ids.AddRange(keypad, $"+{keypad}", $"00{keypad}", $"+{keypad[..3]} {keypad[3..]}", $"sip:{keypad}@example.com", $"<sip:+{keypad}@example.com;user=phone>", $"tel:+{keypad}", $"tel:+{keypad};ext=12");
        ids.AddRange("sip:@example.com", "tel:", "sip: anonymous@example.com", "anonymous@anonymous.invalid", "Anonymous@anonymous.invalid;tag=1", "sip:anonymous;ext=12@example.com");
        return ids;
    }

    [Theory]
    [MemberData(nameof(HiddenIds))]
    public void Caller_hidden_names_nobody(string raw)
    {
        Assert.Equal(CallerReading.Hidden, Caller.Read(raw, out var caller));
        Assert.Null(caller);
        Assert.Equal(CallerReading.Hidden, Caller.ReadUserId(raw, out caller));
        Assert.Null(caller);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0")]
    public void Caller_blank_is_missing(string? raw)
    {
        Assert.Equal(CallerReading.Missing, Caller.Read(raw, out var caller));
        Assert.Null(caller);
        Assert.Equal(CallerReading.Missing, Caller.ReadUserId(raw, out caller));
        Assert.Null(caller);
    }

    [Theory]
    [InlineData(256, CallerReading.Known)]
    [InlineData(257, CallerReading.Missing)]
    public void Caller_is_read_up_to_256_characters(int length, CallerReading expected) => Assert.Equal(expected, Caller.Read(new string('x', length), out _));

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
    [InlineData("tel:+12025550123", "+12025550123")]
    [InlineData("TEL:+1-202-555-0123;phone-context=example.com", "+12025550123")]
    [InlineData("sip:+12025550123@sip.example.com", "+12025550123")]
    [InlineData("SIPS:12025550123@sip.example.com:5061;transport=tls", "+12025550123")]
    [InlineData("sip:+12025550123;npdi@sip.example.com?subject=x", "+12025550123")]
    [InlineData("<sip:+12025550123@sip.example.com;user=phone>;tag=1", "+12025550123")]
    [InlineData("\"Sam: <home>\" <sip:+12025550123@sip.example.com>", "\"Sam: <home>\" <sip:+12025550123@sip.example.com>", CallerKind.User)]
    [InlineData("Sam <sip:+12025550123@sip.example.com>", "+12025550123")]
    [InlineData("+12", "+12", CallerKind.User)]
    [InlineData("12", "12", CallerKind.User)]
    [InlineData("1234567890123456", "1234567890123456", CallerKind.User)]
    [InlineData("+1234567890123456", "+1234567890123456", CallerKind.User)]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890", CallerKind.User)]
    [InlineData("++12025550123", "++12025550123", CallerKind.User)]
    [InlineData("1+2025550123", "1+2025550123", CallerKind.User)]
    [InlineData("+1202555\n0123", "+1202555\n0123", CallerKind.User)]
    [InlineData("+1202555O123", "+1202555O123", CallerKind.User)]
    [InlineData("١٢٠٢٥٥٥٠١٢٣", "١٢٠٢٥٥٥٠١٢٣", CallerKind.User)]
    [InlineData("+１２０２５５５０１２３", "+１２０２５５５０１２３", CallerKind.User)]
    [InlineData("web-user-77", "web-user-77", CallerKind.User)]
    [InlineData("Sam@Example.com", "Sam@Example.com", CallerKind.User)]
    [InlineData("unknown-77", "unknown-77", CallerKind.User)]
    [InlineData("urn:uuid:1", "urn:uuid:1", CallerKind.User)]
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
    public void Caller_is_normalised(string raw, string identity, CallerKind kind = CallerKind.Phone)
    {
        Assert.Equal(CallerReading.Known, Caller.Read(raw, out var caller));
        Assert.Equal(new Caller(kind, identity), caller);
        Assert.Equal(kind == CallerKind.Phone ? identity : null, caller!.PhoneNumber);
    }

    [Theory]
    [InlineData("12025550123", CallerKind.User, "12025550123")]
    [InlineData(" 0012025550123 ", CallerKind.User, "0012025550123")]
    [InlineData("202-555-0123", CallerKind.User, "202-555-0123")]
    [InlineData("(202) 555-0123", CallerKind.User, "(202) 555-0123")]
    [InlineData("+1 202 555 0123", CallerKind.Phone, "+12025550123")]
    [InlineData("sip:12025550123@example.com", CallerKind.Phone, "+12025550123")]
    [InlineData("web-user-77", CallerKind.User, "web-user-77")]
    public void User_id_of_digits_stays_the_applications_own(string raw, CallerKind kind, string identity)
    {
        Assert.Equal(CallerReading.Known, Caller.ReadUserId(raw, out var caller));
        Assert.Equal(new Caller(kind, identity), caller);
    }

    [Fact]
    public void Caller_any_read_again_is_the_same_caller() => Property.Check(CallerIds.Any, raw =>
    {
        Assert.Equal(Caller.Read(raw, out var caller) == CallerReading.Known, caller is not null);
        if (caller is null || IsTwoAddresses(raw))
            return;

        // A SIP address is kept without its scheme, which is part of what tells it from an application's name.
        Caller.Read(caller.Kind == CallerKind.Sip ? "sip:" + caller.Identity : caller.Identity, out var again);

        Assert.Equal(caller, again);
    });

    [Fact]
    public void User_id_any_read_again_is_the_same_caller() => Property.Check(CallerIds.Any, raw =>
    {
        if (IsTwoAddresses(raw))
            return;
        Caller.ReadUserId(raw, out var caller);
        Caller.ReadUserId(caller?.Kind switch { CallerKind.Sip => "sip:" + caller.Identity, CallerKind.Phone => "tel:" + caller.Identity, _ => caller?.Identity }, out var again);

        Assert.Equal(caller, again);
    });

    // RFC 3261 asks for %40 in a user part; with a second @ there is no telling where the host begins.
    private static bool IsTwoAddresses(string raw) => raw.Count(c => c == '@') > 1;
}
