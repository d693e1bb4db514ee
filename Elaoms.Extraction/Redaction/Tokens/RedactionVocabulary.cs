using System.Runtime.InteropServices;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>
/// The words of all languages that tell secrets. They are read together, as callers mix languages; how a password is said is kept apart by
/// language.
/// </summary>
internal sealed class RedactionVocabulary
{
    private const string Use = "redaction: ";

    private static readonly (string Section, VocabularySection ReadAs)[] SharedNumbers =
    [
        ("numbers", VocabularySection.Numbers), ("tens", VocabularySection.Numbers), ("hundreds", VocabularySection.Numbers),
        ("thousands", VocabularySection.Numbers), ("digit words", VocabularySection.Numbers),
        ("redaction: numbers", VocabularySection.Numbers), ("repeats", VocabularySection.Repeats),
    ];

    private readonly Dictionary<string, int> _words = new(4096, StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _wordsBySpan;
    private readonly Dictionary<long, int> _children = new(4096);
    private readonly List<ulong> _sectionsBelow = [0];
    private readonly List<List<Meaning>?> _meanings = [null];

    /// <summary>Reads the words of some languages.</summary>
    public RedactionVocabulary(LanguageSet languages)
    {
        _wordsBySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var bit = 0;
        foreach (var language in languages.All.Where(language => language.Sections.Any(IsOfRedaction)))
            Read(language, 1u << bit++);
        foreach (var language in languages.All)
            AddMonths(language);
        NumberNouns = [.. languages.All.SelectMany(language => language.Words("redaction: number nouns"))];
    }

    /// <summary>What names a number, also at the end of a compound.</summary>
    public IReadOnlyList<string> NumberNouns { get; }

    /// <summary>The number of a word in plain form; 0 when no phrase has it.</summary>
    /// <param name="word">The word.</param>
    /// <param name="sections">The sections with phrases that begin with it, a bit for each.</param>
    public int WordId(ReadOnlySpan<char> word, out ulong sections)
    {
        sections = 0;
        if (!_wordsBySpan.TryGetValue(word, out var id))
            return 0;
        if (_children.TryGetValue(id, out var node))
            sections = _sectionsBelow[node];
        return id;
    }

    /// <summary>Finds the longest phrase of a section that begins with a word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="token">The word.</param>
    /// <param name="section">The section.</param>
    /// <param name="languages">In which languages.</param>
    /// <param name="end">The word after the phrase.</param>
    /// <param name="value">The number that the phrase stands for, or the kind of the cue.</param>
    public bool Match(TokenizedText text, int token, VocabularySection section, uint languages, out int end, out int value)
        => Match(text, token, section, languages, out end, out value, out _);

    /// <summary>Finds the longest phrase of a section, and the languages that have it.</summary>
    public bool Match(TokenizedText text, int token, VocabularySection section, uint languages, out int end, out int value, out uint found)
    {
        (end, value, found) = (token, 0, 0);
        var node = 0;
        var bit = 1ul << (int)section;
        if (token >= text.Count || (text[token].Sections & bit) == 0)
            return false;
        for (var at = token; at < text.Count && text[at].WordId is > 0 and var word; at++)
        {
            if (!_children.TryGetValue(((long)node << 32) | (uint)word, out node) || (_sectionsBelow[node] & bit) == 0)
                break;
            foreach (var meaning in _meanings[node] ?? [])
            {
                if (meaning.Section == section && (meaning.Languages & languages) != 0)
                    (end, value, found) = (at + 1, meaning.Value, meaning.Languages);
            }
        }

        return end > token;
    }

    private void Read(Language language, uint bit)
    {
        foreach (var (section, readAs) in SharedNumbers)
        {
            foreach (var (phrase, number) in language.Numbers(section))
                Add(phrase, readAs, bit, number);
        }

        foreach (var phrase in language.Phrases("number joiners"))
            Add(phrase, VocabularySection.NumberJoiners, bit, 1);
        foreach (var section in language.Sections.Where(IsOfRedaction))
        {
            if (SectionOf(section[Use.Length..]) is not { } read)
                continue;
            foreach (var phrase in language.Phrases(section))
                Add(phrase, read.Section, bit, read.Value);
        }

        AddCompounds(language, bit);
    }

    private static bool IsOfRedaction(string section) => section.StartsWith(Use, StringComparison.Ordinal);

    private static (VocabularySection Section, int Value)? SectionOf(string name)
    {
        var type = name.Replace(" ", "", StringComparison.Ordinal);
        if (Enum.TryParse<SecretCueKind>(type, ignoreCase: true, out var kind))
            return (VocabularySection.Cues, (int)kind);
        return Enum.TryParse<VocabularySection>(type, ignoreCase: true, out var section) && section != VocabularySection.Numbers
            ? (section, 1)
            : null;
    }

    // All languages are read together: "sept" is seven in one of them.
    private void AddMonths(Language language)
    {
        foreach (var (month, _) in language.Numbers("months").Concat(language.Numbers("short months")))
        {
            if (!TokenizedText.Of(month, this).Has(VocabularySection.Numbers, 0))
                Add(month, VocabularySection.Months, uint.MaxValue, 1);
        }
    }

    private void Add(string phrase, VocabularySection section, uint language, int value)
    {
        var node = 0;
        if (IsPlain(phrase))
        {
            // Most are plain words as they stand: taking them apart costs the start of a process.
            foreach (var word in phrase.AsSpan().Split(' '))
                node = Child(node, phrase.AsSpan(word), section);
        }
        else
        {
            var text = TokenizedText.Of(phrase, this);
            for (var token = 0; token < text.Count; token++)
                node = Child(node, text.Plain(token), section);
        }

        if (node == 0)
            throw new InvalidDataException($"'{phrase}' has no words.");
        var meanings = _meanings[node] ??= new List<Meaning>(1);
        var known = meanings.FindIndex(one => one.Section == section);
        if (known < 0)
            meanings.Add(new Meaning(section, language, value));
        else
            meanings[known] = meanings[known] with { Languages = meanings[known].Languages | language };
    }

    private static bool IsPlain(string phrase)
    {
        foreach (var c in phrase)
        {
            if (c != ' ' && !char.IsAsciiLetterLower(c))
                return false;
        }

        return true;
    }

    private int Child(int node, ReadOnlySpan<char> word, VocabularySection section)
    {
        if (!_wordsBySpan.TryGetValue(word, out var id))
            _words.Add(word.ToString(), id = _words.Count + 1);
        var edge = ((long)node << 32) | (uint)id;
        if (!_children.TryGetValue(edge, out var child))
        {
            _children.Add(edge, child = _meanings.Count);
            _meanings.Add(null);
            _sectionsBelow.Add(0);
        }

        _sectionsBelow[child] |= 1ul << (int)section;
        return child;
    }

    // "zweiundvierzig", "vierhundertelf": languages that write these as one word.
    private void AddCompounds(Language language, uint bit)
    {
        if (language.Phrases("joined numbers").FirstOrDefault(form => !form.Contains(' ', StringComparison.Ordinal)) is not { } joined)
            return;
        List<KeyValuePair<string, int>> ones =
            [.. language.Numbers("numbers").Concat(language.Numbers("number stems")).Where(one => one.Value is > 0 and < 10)];
        List<KeyValuePair<string, int>> small = [.. language.Numbers("numbers").Where(one => one.Value is > 0 and < 100), .. ones];
        foreach (var (ten, tens) in language.Numbers("tens"))
        {
            small.Add(KeyValuePair.Create(ten, tens));
            foreach (var (one, value) in ones)
            {
                small.Add(KeyValuePair.Create(
                    joined.Replace("{unit}", one, StringComparison.Ordinal).Replace("{ten}", ten, StringComparison.Ordinal),
                    tens + value));
            }
        }

        foreach (var (word, value) in small.Where(word => word.Value > 20))
            Add(word, VocabularySection.Numbers, bit, value);
        foreach (var (hundred, factor) in language.Numbers("hundreds"))
        {
            foreach (var (one, value) in ones)
            {
                Add(one + hundred, VocabularySection.Numbers, bit, value * factor);
                foreach (var (rest, more) in small)
                    Add(one + hundred + rest, VocabularySection.Numbers, bit, value * factor + more);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Meaning(VocabularySection Section, uint Languages, int Value);
}
