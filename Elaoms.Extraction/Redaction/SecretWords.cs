using System.Globalization;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Redaction;

/// <summary>
/// The words of all languages that tell secrets, one file for each language. A section begins with a line in brackets and holds phrases between commas, numbers as
/// <c>phrase = number</c>. Words of all languages are read at once, as callers mix them; only how a password is said belongs to one.
/// </summary>
internal sealed class SecretWords
{
    private static readonly string[] NumberWords = ["num", "nummer", "code", "nr", "no"];

    private SecretWords(IEnumerable<string> codes)
    {
        foreach (var code in codes)
            Read(code);
    }

    /// <summary>The words that are built in, read when first needed.</summary>
    public static Lazy<SecretWords> BuiltIn { get; } = new(() => new SecretWords(ResourceText.Languages(typeof(SecretWords).Assembly, "Redaction")));

    /// <summary>What says what goes with it.</summary>
    public PhraseBook<(CueKind Kind, bool NamesNumber, IReadOnlyList<PasswordGrammar> Grammars)> Cues { get; } = new();

    /// <summary>Numbers in words.</summary>
    public PhraseBook<int> Numbers { get; } = new();

    /// <summary>What repeats the digit after it, and how often it is then said.</summary>
    public PhraseBook<int> Repeats { get; } = new();

    /// <summary>Between the tens and the ones of a number.</summary>
    public PhraseBook<bool> NumberJoiners { get; } = new();

    /// <summary>Between the parts of a long number.</summary>
    public PhraseBook<bool> NumberFillers { get; } = new();

    /// <summary>After a number that counts something.</summary>
    public PhraseBook<bool> Quantities { get; } = new();

    /// <summary>The months.</summary>
    public PhraseBook<bool> Months { get; } = new();

    /// <summary>Between what names a number and the number.</summary>
    public PhraseBook<bool> Links { get; } = new();

    /// <summary>What calls about bank accounts speak of.</summary>
    public PhraseBook<bool> Bank { get; } = new();

    private void Read(string code)
    {
        var grammar = new PasswordGrammar();
        var stems = new List<(string Word, int Value)>();
        var (joined, hundreds) = ("", "");
        var section = "";
        foreach (var line in ResourceText.Lines(typeof(SecretWords).Assembly, "Redaction", code + ".txt"))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1];
                continue;
            }

            foreach (var phrase in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                switch (section)
                {
                    case "numbers":
                        stems.Add(Number(phrase));
                        Numbers.Add(stems[^1].Word, stems[^1].Value);
                        break;
                    case "number stems":
                        stems.Add(Number(phrase));
                        break;
                    case "repeats":
                        Repeats.Add(Number(phrase).Word, Number(phrase).Value);
                        break;
                    case "joined":
                        joined = phrase;
                        break;
                    case "hundreds":
                        hundreds = phrase;
                        break;
                    default:
                        Add(section, phrase, grammar, code);
                        break;
                }
            }
        }

        if (joined.Length > 0)
            AddJoined(stems, joined, hundreds);
    }

    private void Add(string section, string phrase, PasswordGrammar grammar, string code)
    {
        if (Kind(section) is { } kind)
        {
            IReadOnlyList<PasswordGrammar> grammars = kind == CueKind.Password ? [grammar] : [];
            Cues.Add(phrase, (kind, NamesNumber(phrase), grammars), (old, added) => old with { Grammars = [.. old.Grammars, .. added.Grammars] });
            return;
        }

        if (section == "is")
            Links.Add(phrase, true);
        var book = section switch
        {
            "number joiners" => NumberJoiners,
            "number fillers" => NumberFillers,
            "quantities" => Quantities,
            "months" => Months,
            "links" => Links,
            "bank" => Bank,
            "is" => grammar.Links,
            "conjunctions" => grammar.Conjunctions,
            "asking" => grammar.Asking,
            "not asking" => grammar.NotAsking,
            "no value" => grammar.NoValue,
            "no value alone" => grammar.NoValueAlone,
            "value stops" => grammar.Stops,
            "answer openers" => grammar.Openers,
            "answer links" => grammar.AnswerLinks,
            "refusals" => grammar.Refusals,
            "spelling" => grammar.Spelling,
            "spelling with" => grammar.SpellingWith,
            _ => throw new InvalidDataException($"{code}: there is no section [{section}]."),
        };
        book.Add(phrase, true);
    }

    private static CueKind? Kind(string section) => section switch
    {
        "card number" => CueKind.CardNumber,
        "card" => CueKind.Card,
        "card code" => CueKind.CardCode,
        "card expiry" => CueKind.CardExpiry,
        "account" => CueKind.Account,
        "account or customer" => CueKind.AccountOrCustomer,
        "password" => CueKind.Password,
        "pin" => CueKind.Pin,
        "code" => CueKind.Code,
        "health" => CueKind.Health,
        "reading" => CueKind.Reading,
        "phone" => CueKind.Phone,
        "other" => CueKind.Other,
        "measure" => CueKind.Measure,
        "last digits" => CueKind.LastDigits,
        _ => null,
    };

    private static bool NamesNumber(string phrase)
        => phrase.Contains(' ', StringComparison.Ordinal) || Array.Exists(NumberWords, word => phrase.EndsWith(word, StringComparison.Ordinal));

    // "zweiundvierzig", "vierhundertelf": languages that write these as one word.
    private void AddJoined(List<(string Word, int Value)> stems, string joined, string hundreds)
    {
        var ones = stems.Where(stem => stem.Value is > 0 and < 10).ToList();
        var small = stems.Where(stem => stem.Value is > 0 and < 100)
            .Concat(from one in ones from ten in stems where ten.Value is >= 20 and < 100 select (Word: one.Word + joined + ten.Word, Value: one.Value + ten.Value))
            .ToList();
        foreach (var (word, value) in small.Where(number => number.Value > 20))
            Numbers.Add(word, value);
        foreach (var (one, value) in ones)
        {
            Numbers.Add(one + hundreds, value * 100);
            foreach (var rest in small)
                Numbers.Add(one + hundreds + rest.Word, value * 100 + rest.Value);
        }
    }

    private static (string Word, int Value) Number(string text)
        => text.Split('=', StringSplitOptions.TrimEntries) is [var word, var value]
            ? (word, int.Parse(value, CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{text}' is no number.");
}
