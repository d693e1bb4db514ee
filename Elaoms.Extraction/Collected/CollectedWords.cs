using System.Collections.Frozen;
using Elaoms.Core.Text.Languages;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>The words of a language that are needed to compare a collected value with what was said.</summary>
internal sealed class CollectedWords
{
    // In a short call a language can't be told by its common words, and all are cheap.
    private const int ShortCall = 2000;

    private readonly Language _language;
    private readonly FrozenSet<string> _negations;

    private CollectedWords(Language language)
    {
        var file = ResourceText.Json(
            typeof(CollectedWords).Assembly, "Collected", $"{language.Code}.json", WordFileJson.Default.WordFile);
        _language = language;
        (Terms, Months) = (new Terms(language == English.Words ? null : language), language.Months);
        Tens = Plain(file.Tens);
        Numbers = Plain(WithJoint(file));
        (Hundreds, Thousands, Ands) = (Plain(file.Hundred), Plain(file.Thousand), Plain(file.And));
        (Zeros, Ones) = (Plain(file.Zeros), Plain(file.Ones));
        Repeats = Plain(file.Repeats);
        (Yes, No, Narration) = (Plain(file.Yes), Plain(file.No), Plain(file.Narration));
        _negations = Plain(file.Negations);
        (Channels, LanguageNames) = (Plain(file.Channels), Plain(file.Languages));
    }

    /// <summary>All languages, English first.</summary>
    public static Lazy<IReadOnlyList<CollectedWords>> All { get; } =
        new(() => [.. KnownLanguages.All.Select(language => new CollectedWords(language))]);

    private static Lazy<FrozenSet<string>> AllNegations { get; } =
        new(() => All.Value.SelectMany(language => language._negations).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>What a word is compared by.</summary>
    public Terms Terms { get; }

    /// <summary>The months, 1 to 12.</summary>
    public FrozenDictionary<string, int> Months { get; }

    /// <summary>Numbers in one word, or two with a blank.</summary>
    public FrozenDictionary<string, int> Numbers { get; }

    /// <summary>Numbers that another follows: twenty one.</summary>
    public FrozenDictionary<string, int> Tens { get; }

    /// <summary>What multiplies by a hundred.</summary>
    public FrozenSet<string> Hundreds { get; }

    /// <summary>What multiplies by a thousand.</summary>
    public FrozenSet<string> Thousands { get; }

    /// <summary>What stands between tens and ones.</summary>
    public FrozenSet<string> Ands { get; }

    /// <summary>What is a zero beside other digits only.</summary>
    public FrozenSet<string> Zeros { get; }

    /// <summary>What is a one beside other digits only, and an article elsewhere.</summary>
    public FrozenSet<string> Ones { get; }

    /// <summary>What says that the next digit comes several times.</summary>
    public FrozenDictionary<string, int> Repeats { get; }

    /// <summary>What a yes begins with.</summary>
    public FrozenSet<string> Yes { get; }

    /// <summary>What a no begins with.</summary>
    public FrozenSet<string> No { get; }

    /// <summary>What says in any language that something is not so: a value must not be found in one in which nobody denied it.</summary>
    public static FrozenSet<string> Negations => AllNegations.Value;

    /// <summary>Words with which an analysis tells what a caller said, and which callers need not say.</summary>
    public FrozenSet<string> Narration { get; }

    /// <summary>Ways of contact, as facts spell them.</summary>
    public FrozenDictionary<string, string> Channels { get; }

    /// <summary>Languages, as ISO 639-1 codes.</summary>
    public FrozenDictionary<string, string> LanguageNames { get; }

    /// <summary>The languages in which something may be said in a call. Values are often in English whatever the caller speaks.</summary>
    public static IReadOnlyList<CollectedWords> Of(IReadOnlyList<string> texts)
    {
        if (texts.Sum(text => text.Length) < ShortCall)
            return All.Value;
        var beside = LanguageOfRecord.Beside(texts);
        return [.. All.Value.Where((language, at) => at == 0 || language._language == beside)];
    }

    /// <summary>The words of a text, without case and accents, with their places.</summary>
    public static List<SpokenWordAt> Split(string text)
    {
        var words = new List<SpokenWordAt>();
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            words.Add(new SpokenWordAt(reader.Word.ToString(), reader.Start, reader.End));
        return words;
    }

    // "einundzwanzig" is one word.
    private static IEnumerable<KeyValuePair<string, int>> WithJoint(WordFile file)
        => file.Joint is not { } joint
            ? file.Numbers
            : file.Numbers.Concat(
                from unit in file.Units.Select((word, at) => (word, Value: at + 1))
                from ten in file.Tens
                from ending in (string[])["", "ste", "sten", "ster"]
                select KeyValuePair.Create(unit.word + joint + ten.Key + ending, ten.Value + unit.Value));

    private static FrozenSet<string> Plain(IEnumerable<string> words) => words.Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, T> Plain<T>(IEnumerable<KeyValuePair<string, T>> words)
        => words.DistinctBy(word => Plain(word.Key), StringComparer.Ordinal)
            .ToFrozenDictionary(word => Plain(word.Key), word => word.Value, StringComparer.Ordinal);

    private static string Plain(string phrase) => string.Join(' ', Split(phrase).Select(word => word.Text));
}
