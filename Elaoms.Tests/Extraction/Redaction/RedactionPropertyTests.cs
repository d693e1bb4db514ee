using System.Globalization;
using Elaoms.Core.Calls;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>Random cards are stored nowhere; random telephone numbers stay.</summary>
public sealed class RedactionPropertyTests
{
    private static readonly string[][] Digits =
    [
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        ["null", "eins", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
        ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
        ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    ];

    private static readonly string[] Frames =
    [
        "{0}", "It's {0}, thanks.", "Hi, I'd like to pay with {0}. I live in Oslo.", "my card is {0} and my name is Sarah",
            "I'm Sarah, here you go: {0}", "Ja, das ist {0}.",
        "Apunte, por favor: {0}, gracias.", "Alors, je vous le donne : {0}. Merci.", "I love jazz. Anyway, {0}", "please remember {0}",
    ];

    private static readonly string[] PhoneFrames =
    [
        "Call me on {0}.", "my phone number is {0}, thanks", "You can reach me at {0} after 5 pm.",
        "Meine Telefonnummer ist {0}.", "Sie erreichen mich unter {0}.", "Mi teléfono es el {0}.", "Mon téléphone, c'est le {0}.",
    ];

    private static readonly Gen<string> Card =
        from brand in Gen.Elements(("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("36", 14),
            ("65", 16))
        from digits in Gen.Choose(0, 9).ListOf(brand.Item2 - brand.Item1.Length - 1)
        select WithLuhn(brand.Item1 + string.Concat(digits));

    /// <summary>Digits as somebody says them, and how many to a group.</summary>
    private static Gen<string> Spoken(string number) =>
        from words in Gen.Elements(Digits)
        from size in Gen.Choose(1, 8)
        from between in Gen.Elements(" ", ", ", " - ", ". ", "... ")
        from repeats in Gen.Elements(true, false)
        select string.Join(between, Groups(number, size).Select(part => Say(part, words, repeats)));

    [Fact]
    public void Card_number_is_never_stored()
        => Property.Check(
            from card in Card
            from said in Spoken(card)
            from repeated in Spoken(card)
            from frame in Gen.Elements(Frames)
            from place in Gen.Choose(0, 4)
            select (card, said, repeated, frame, place),
            sample =>
            {
                var text = string.Format(CultureInfo.InvariantCulture, sample.frame, sample.said);
                var call = RedactedTurns.Call("a: Hello, how can I help you?", "c: " + (sample.place == 0 ? text : "Hello there."),
                    "a: " + (sample.place == 1 ? text : "Very well.")) with
                {
                    Title = sample.place == 2 ? text : "A call",
                    Summary = sample.place == 3 ? text : sample.repeated,
                    Collected = sample.place == 4 ? [new CollectedValue("note", text)] : [],
                };

                var stored = RedactedTurns.Stored(call);

                Assert.DoesNotContain(sample.said, stored, StringComparison.Ordinal);
                Assert.DoesNotContain(sample.repeated, stored, StringComparison.Ordinal);
                Assert.DoesNotContain(sample.card[..^4], stored.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.Contains("[card number]", stored, StringComparison.Ordinal);
            });

    [Fact]
    public void Card_number_said_in_pieces_is_never_stored()
        => Property.Check(
            from card in Card
            from words in Gen.Elements(Digits)
            from size in Gen.Choose(3, 8)
            from isAsked in Gen.Elements(true, false)
            select (card, words, size, isAsked),
            sample =>
            {
                var pieces = Groups(sample.card, sample.size).Select(part => Say(part, sample.words, repeats: false)).ToList();
                var turns = pieces.SelectMany(piece => (string[])["c: " + piece, "a: Yes?"]);

                var redacted = RedactedTurns.After(["a: " + (sample.isAsked ? "What is your card number?" : "Yes?"), .. turns]);

                // A last piece of two digits may stay.
                Assert.All(redacted.Where(turn => turn.StartsWith("c:", StringComparison.Ordinal)).Take(sample.card.Length / sample.size),
                    turn => Assert.Equal("c: [card number]", turn));
            });

    [Fact]
    public void Telephone_number_said_as_such_stays()
        => Property.Check(
            from digits in Gen.Choose(0, 9).ListOf(14)
            from length in Gen.Choose(7, 14)
            from lead in Gen.Elements("", "+")
            from said in Spoken(string.Concat(digits.Take(length)))
            from frame in Gen.Elements(PhoneFrames)
            select string.Format(CultureInfo.InvariantCulture, frame, lead + said),
            text => Assert.Equal(text, RedactedTurns.AfterOne(text)));

    [Fact]
    public void Spans_of_any_text_are_exact()
        => Property.Check(Property.Any<(NonNull<string> One, NonNull<string> Two, NonNull<string> Three)>(), texts =>
        {
            var call = RedactedTurns.Call("a: What's your password and card number? " + texts.One.Get, "c: It's " + texts.Two.Get) with
            {
                Summary = texts.Three.Get,
                Collected = [new CollectedValue(texts.One.Get, texts.Two.Get)],
            };

            var redacted = TestExtraction.Redact(call);

            Assert.Equal(redacted.Call.Turns.Select(turn => turn.Text),
                call.Turns.Select((turn, i) => RedactedTexts.WithMarks(turn.Text, redacted.Turns[i])));
        });

    [Fact]
    public void Redacting_again_changes_nothing()
        => Property.Check(
            from one in Gen.Elements(RedactionCase.Lines.ToArray())
            from two in Gen.Elements(RedactionCase.Lines.ToArray())
            from card in Card
            from said in Spoken(card)
            from frame in Gen.Elements(Frames)
            select (one, two, text: string.Format(CultureInfo.InvariantCulture, frame, said)),
            sample =>
            {
                IEnumerable<string> turns =
                [
                    .. new RedactionCase(sample.one).Turns, "c: " + sample.text, .. new RedactionCase(sample.two).Turns,
                ];
                var redacted = TestExtraction.Redact(RedactedTurns.Call(turns) with { Summary = sample.text });

                var again = TestExtraction.Redact(redacted.Call);

                Assert.Equal(redacted.Call.Turns, again.Call.Turns);
                Assert.Equal(redacted.Call.Summary, again.Call.Summary);
                Assert.All(again.Turns, Assert.Empty);
            });

    private static IEnumerable<string> Groups(string number, int size) => number.Chunk(size).Select(part => new string(part));

    private static string Say(string digits, string[] words, bool repeats)
    {
        if (words == Digits[0])
            return digits;
        var said = new List<string>();
        for (var i = 0; i < digits.Length; i++)
        {
            var isTwice = repeats && i + 1 < digits.Length && digits[i] == digits[i + 1];
            said.Add((isTwice ? "double " : "") + words[digits[i] - '0']);
            i += isTwice ? 1 : 0;
        }

        return string.Join(' ', said);
    }

    private static string WithLuhn(string digits)
    {
        var sum = digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(value => value > 9 ? value - 9 : value);
        return digits + ((10 - sum % 10) % 10).ToString(CultureInfo.InvariantCulture);
    }
}
