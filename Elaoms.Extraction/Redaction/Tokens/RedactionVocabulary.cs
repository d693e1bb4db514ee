using System.Globalization;
using System.Runtime.InteropServices;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>
/// The words of all languages that tell secrets, one file for each language. A section begins with its name in brackets and holds phrases
/// between commas, numbers as <c>phrase = number</c>; <c>card|long number</c> stands for two. All languages are read at once, as callers
/// mix them; how a password is said is kept apart by language.
/// </summary>
internal sealed class RedactionVocabulary
{
    private const string Folder = "Redaction";

    private readonly Dictionary<string, int> _words = new(4096, StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _wordsBySpan;
    private readonly Dictionary<long, int> _children = new(4096);
    private readonly List<ulong> _sectionsBelow = [0];
    private readonly List<List<Meaning>?> _meanings = [null];

    /// <summary>Reads the files that are built in.</summary>
    public RedactionVocabulary()
    {
        _wordsBySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var language = 0;
        foreach (var code in ResourceText.Languages(typeof(RedactionVocabulary).Assembly, Folder))
            Read(code, 1u << language++);
    }

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

    private void Read(string code, uint language)
    {
        var stems = new List<(string Word, int Value)>();
        var (joined, hundreds, name) = ("", "", "");
        var (section, value) = (VocabularySection.Numbers, 0);
        foreach (var line in ResourceText.Lines(typeof(RedactionVocabulary).Assembly, Folder, code + ".txt"))
        {
            var close = line[0] == '[' ? line.IndexOf(']', StringComparison.Ordinal) : -1;
            if (close > 0)
                (section, value) = Section(name = line[1..close], code);
            foreach (var phrase in line[(close + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                switch (name)
                {
                    case "numbers" or "number stems" or "repeats":
                        var number = NumberOf(phrase);
                        if (name != "repeats")
                            stems.Add(number);
                        if (name != "number stems")
                            Add(number.Word, section, language, number.Value);
                        break;
                    case "joined":
                        joined = phrase;
                        break;
                    case "hundreds":
                        hundreds = phrase;
                        break;
                    default:
                        AddAlternatives(phrase, section, language, value);
                        break;
                }
            }
        }

        if (joined.Length > 0)
            AddJoined(stems, joined, hundreds, language);
    }

    private static (VocabularySection Section, int Value) Section(string name, string code)
    {
        var type = name.Replace(" ", "", StringComparison.Ordinal);
        if (Enum.TryParse<SecretCueKind>(type, ignoreCase: true, out var kind))
            return (VocabularySection.Cues, (int)kind);
        if (name is "number stems" or "joined" or "hundreds")
            return (VocabularySection.Numbers, 0);
        return Enum.TryParse<VocabularySection>(type, ignoreCase: true, out var section)
            ? (section, 1)
            : throw new InvalidDataException($"{code}: there is no section [{name}].");
    }

    // "number on|of my|your card" stands for four phrases.
    private void AddAlternatives(string phrase, VocabularySection section, uint language, int value)
    {
        var bar = phrase.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0)
        {
            Add(phrase, section, language, value);
            return;
        }

        var first = phrase.LastIndexOf(' ', bar) + 1;
        var end = phrase.IndexOf(' ', bar) is >= 0 and var blank ? blank : phrase.Length;
        foreach (var word in phrase[first..end].Split('|'))
            AddAlternatives(string.Concat(phrase.AsSpan(0, first), word, phrase.AsSpan(end)), section, language, value);
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
    private void AddJoined(List<(string Word, int Value)> stems, string joined, string hundreds, uint language)
    {
        var ones = stems.FindAll(stem => stem.Value is > 0 and < 10);
        var small = stems.FindAll(stem => stem.Value is > 0 and < 100);
        foreach (var (one, value) in ones)
        {
            foreach (var (ten, tens) in stems)
            {
                if (tens is >= 20 and < 100)
                    small.Add((one + joined + ten, value + tens));
            }
        }

        foreach (var (word, value) in small)
        {
            if (value > 20)
                Add(word, VocabularySection.Numbers, language, value);
        }

        foreach (var (one, value) in ones)
        {
            Add(one + hundreds, VocabularySection.Numbers, language, value * 100);
            foreach (var (rest, more) in small)
                Add(one + hundreds + rest, VocabularySection.Numbers, language, value * 100 + more);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Meaning(VocabularySection Section, uint Languages, int Value);

    private static (string Word, int Value) NumberOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            && int.TryParse(text.AsSpan(equals + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var value)
            ? (text[..equals].TrimEnd(), value)
            : throw new InvalidDataException($"'{text}' is no number.");
    }
}
