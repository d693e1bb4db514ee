using System.Globalization;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Text.Languages;
using FsCheck.Fluent;
using Elaoms.Tests.Text;
using Xunit;

namespace Elaoms.Tests.Calls;

/// <summary>What names nobody, by the whole table and in every spelling, and what is a name all the same.</summary>
public sealed class HiddenCallerTests
{
    // Real ones and made-up ones of real plans; nobody is to lose a memory for a number with a rhythm.
    private static readonly string[] RealNumbers =
    [
        "+12025550123", "12025550123", "2025550123", "+442079460000", "+4915112345678", "+491777777778", "+33612345678", "+4930901820",
        "+18005550000", "112", "911", "1001", "0791234567", "+390612345678",
        "+31612345678", "+351211111112", "+29022222", "222222", "+12121212121", "+10000000001", "+4915000000001", "7777778",
        "123456789012345", "22", "4477777777", "+351222222", "+44222222", "+1222222", "+351",
    ];

    private static readonly string[] RealNames =
    [
        "anna", "Anna Unbekannt-Meier", "unknown-77", "Private Bank", "jane.doe", "nona", "Nono", "Ann O'Nym", "none-such", "nullius",
        "Hiddenbrooke", "sin city", "No", "na", "NA-7", "id", "caller", "number",
        "user", "7", "12", "guest-12", "non", "Keine Sorge", "De Nil Jan", "@anna", "anonymous1", "web-user-77",
        "US.13491208655302741918", "李明", "שלום", "unknown caller 2", "available", "disponible",
        "anna;tag=x.invalid", "anna@;x.invalid", "sip:anna@:x.invalid", "x{y}", "$x", "a%",
        "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ];

    private static readonly string[] Numbers =
    [
        "0", "00", "000", "0000000000", "+0", "+000", "+10000000000", "+490000000000", "+3530000000", "00000000000000000000", "111",
        "5555", "1111111111", "+1111111111", "9999999999", "+19999999999",
        "+447777777777", "1111111111111111111", "(000) 000-0000", "+1 (000) 000-0000", "٠٠٠٠٠٠٠", "００００",
        "2222222", "+12222222", "+72222222", "+209999999", "+339999999", "+449999999", "+529999999", "+619999999", "+869999999",
        "+989999999", "+3512222222", "005555555", "00266696687", "+7748283", "sip:+490000000000@example.com", "sip:2222222@pbx.example",
        "266696687", "8656696", "7378742833", "86282452253", "2562533", "7748283",
    ];

    private static readonly string[] Templates =
    [
        "{{system__caller_id}}", "{{ caller }}", "{{user_id}}", "x{{y}}", "x{{y", "x}}y", "x<%y", "x%>y",
        "${CALLER_ID}", "<%= caller %>", "system__caller_id",
        "system__called_number", "sip:{{system__caller_id}}@example.com",
    ];

    private static readonly string[] Empty =
    [
        "-", "--", "+", "???", "…", ".", "()", "\u200B", "\u200B-\u2060", "\u00AD", "😀", "\uFFFD", "\"\"", "''", "*", "sip:@example.com",
        "tel:",
        "sip:-@example.com", "sip:;ext=12@example.com",
    ];

    private static readonly string[] HostsOfNobody =
    [
        "sip:anna@anonymous.invalid", "sip:+12025550123@anonymous.invalid", "sip:anna@unknown.invalid:5060",
        "sip:anna@ANONYMOUS.Invalid.;transport=udp", "anna@anonymous.invalid", "Anonymous@anonymous.invalid;tag=1",
        "anna@anonymous.invalid;tag=1", "anna:@anonymous.invalid", "anna@anonymous.invalid:5060",
    ];

    public static TheoryData<string> Hidden =>
    [
        .. TextsOfTable(), .. Numbers, .. Templates, .. Empty, .. HostsOfNobody,
        "anonymous@example.com", "unknown;tag=1", "sip: anonymous@example.com", "sip:anonymous;ext=12@example.com",
    ];

    public static TheoryData<string> Real =>
    [
        .. RealNumbers, .. RealNames,
        "sip:222@pbx.example", "sip:1001@pbx.example", "sip:anna@example.com", "sip:invalid@example.com", "anna@invalid.example",
    ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void What_names_nobody_is_hidden_to_telephones_and_applications(string raw)
    {
        Assert.Equal(CallerIdentification.Hidden, Caller.Read(raw, out var caller));
        Assert.Null(caller);
        // An application may well have a user 111.
        var isOwnNumber = raw is "111" or "5555";
        Assert.Equal(isOwnNumber ? CallerIdentification.Known : CallerIdentification.Hidden, Caller.ReadUserId(raw, out caller));
        Assert.Equal(isOwnNumber, caller is not null);
        Assert.NotEqual(CallerKind.Phone, caller?.Kind);
        Assert.Equal(
            isOwnNumber ? CallerIdentification.Known : CallerIdentification.Hidden, Caller.ReadUserId(raw, out _, areNumbersPhones: true));
    }

    [Theory]
    [InlineData("222")]
    [InlineData("tel:222")]
    [InlineData("00555")]
    public void Number_of_three_of_a_digit_is_nobodys_line_and_may_be_an_applications_user(string raw)
    {
        Assert.Equal(CallerIdentification.Hidden, Caller.Read(raw, out _));
        Assert.Equal(CallerIdentification.Known, Caller.ReadUserId(raw, out _));
    }

    [Fact]
    public void Phrase_hides_where_each_of_its_words_alone_would_not()
    {
        var words = new HiddenWords(InventedLanguage.Beside(
            """
            [hidden caller: neutral] alfa, bravo
            [hidden caller: phrases] alfa bravo, charlie delta
            """));

        Assert.True(words.Hide(["alfa", "bravo"]));
        Assert.True(words.Hide(["charlie", "delta"]));
        Assert.False(words.Hide(["bravo", "alfa"]));
        Assert.False(words.Hide(["alfa"]));
        Assert.False(words.Hide(["charlie"]));
    }

    [Theory]
    [MemberData(nameof(Real))]
    public void Number_or_name_of_somebody_is_not_hidden(string raw)
    {
        Assert.Equal(raw is "222222" ? CallerIdentification.Hidden : CallerIdentification.Known, Caller.Read(raw, out _));
        Assert.Equal(CallerIdentification.Known, Caller.ReadUserId(raw, out _));
    }

    [Fact]
    public void Text_of_the_table_is_hidden_however_it_is_written() => Property.Check(
        from text in Gen.Elements(TextsOfTable().ToArray())
        from letters in Gen.Elements<Func<string, string>>(
            text => text, text => text.ToUpperInvariant(), text => char.ToUpperInvariant(text[0]) + text[1..],
            WithoutAccents, WithSeparateAccents, FullWidth)
        from between in Gen.Elements(" ", "  ", "_", "-", ".", "\u00A0", "\t", " \u200B", " / ")
        from seen in Gen.Elements("", "\u200B", "\u2060", "\u00AD")
        from around in Gen.Elements(
            "{0}", " {0} ", "{0}.", "\"{0}\"", "<{0}>", "({0})", "[{0}]", "*{0}*", "{0}@example.com", "sip:{0}@example.com",
            "\"x\" <sip:{0}@example.com;user=phone>", "tel:{0};ext=12", "{0}\n")
        let written = string.Join(between, letters(text).Split(' ')).Insert(1, seen)
        select string.Format(CultureInfo.InvariantCulture, around, written),
        raw =>
        {
            Assert.Equal((raw, CallerIdentification.Hidden), (raw, Caller.Read(raw, out _)));
            Assert.Equal((raw, CallerIdentification.Hidden), (raw, Caller.ReadUserId(raw, out _)));
        });

    [Fact]
    public void Number_of_one_digit_is_hidden_with_any_country_code_and_one_that_differs_is_not() => Property.Check(
        from code in Gen.Elements("1", "7", "20", "33", "39", "44", "49", "61", "86", "353", "972", "290")
        from digit in Gen.Choose(0, 9)
        from length in Gen.Choose(7, 10)
        from at in Gen.Choose(0, length - 1)
        select (Code: code, Digits: new string((char)('0' + digit), length), At: at),
        number =>
        {
            Assert.Equal(CallerIdentification.Hidden, Caller.Read($"+{number.Code}{number.Digits}", out _));
            Assert.Equal(CallerIdentification.Hidden, Caller.Read($"00{number.Code} {number.Digits}", out _));
            Assert.Equal(CallerIdentification.Hidden, Caller.ReadUserId(number.Digits, out _));
            var other = number.Digits.ToCharArray();
            other[number.At] = other[number.At] == '9' ? '1' : (char)(other[number.At] + 1);
            Assert.Equal(CallerIdentification.Known, Caller.Read($"+{number.Code}{new string(other)}", out _));
        });

    [Fact]
    public void Table_speaks_each_language_and_says_nothing_twice_in_it()
    {
        Assert.Equal(["de", "en", "es", "fr", "it", "nl", "pt"], Languages.Select(language => language.Code));
        Assert.All(
            Languages,
            language => Assert.Distinct([.. Hiding(language), .. Negations(language), .. Neutral(language)], StringComparer.Ordinal));
    }

    [Fact]
    public void Word_that_is_not_in_the_table_makes_a_name_of_it() => Property.Check(
        from text in Gen.Elements(TextsOfTable().ToArray())
        from name in Gen.Elements("anna", "77", "müller", "li", "xyz")
        from isFirst in Gen.Elements(true, false)
        select isFirst ? $"{name} {text}" : $"{text} {name}",
        raw => Assert.Equal((raw, CallerIdentification.Known), (raw, Caller.Read(raw, out _))));

    // Each hiding word alone and beside each neutral one, each negation beside each neutral word, each phrase.
    private static IEnumerable<string> TextsOfTable() => Languages.SelectMany(language =>
    {
        var (hiding, neutral) = (Hiding(language), Neutral(language));
        return hiding
            .Concat(hiding.Select((word, i) => $"{word} {neutral[i % neutral.Length]}"))
            .Concat(hiding.Select((word, i) => $"{neutral[(i + 7) % neutral.Length]} {word}"))
            .Concat(Negations(language).SelectMany(negation => neutral.Select(word => $"{negation} {word}")))
            .Concat(language.Phrases("hidden caller: phrases"));
    }).Distinct(StringComparer.Ordinal);

    private static IEnumerable<Language> Languages => LanguageSet.BuiltIn.All.Where(language => Hiding(language).Length > 0);

    private static string[] Hiding(Language language) => [.. language.Phrases("hidden caller: hiding")];

    private static string[] Negations(Language language) => [.. language.Phrases("hidden caller: negations")];

    private static string[] Neutral(Language language) => [.. language.Phrases("hidden caller: neutral")];

    // Without ICU nothing takes accents apart, so the pairs are written out.
    private static readonly (string Letter, string Base, string Mark)[] Accents =
    [
        ("á", "a", "\u0301"), ("â", "a", "\u0302"), ("ã", "a", "\u0303"), ("à", "a", "\u0300"), ("ä", "a", "\u0308"), ("é", "e",
        "\u0301"), ("è", "e", "\u0300"), ("ê", "e", "\u0302"), ("í", "i", "\u0301"),
        ("ó", "o", "\u0301"), ("ô", "o", "\u0302"), ("õ", "o", "\u0303"), ("ö", "o", "\u0308"), ("ú", "u", "\u0301"), ("ü", "u",
        "\u0308"), ("ç", "c", "\u0327"), ("ñ", "n", "\u0303"),
    ];

    private static string WithoutAccents(string text)
        => Accents.Aggregate(text, (plain, accent) => plain.Replace(accent.Letter, accent.Base, StringComparison.Ordinal));

    private static string WithSeparateAccents(string text)
        => Accents.Aggregate(text, (plain, accent) => plain.Replace(accent.Letter, accent.Base + accent.Mark, StringComparison.Ordinal));

    private static string FullWidth(string text)
        => text.Aggregate(new StringBuilder(), (wide, c) => wide.Append(char.IsAsciiLetter(c) ? (char)(c + 0xFEE0) : c)).ToString();
}
