using System.Text.RegularExpressions;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// The rules of a language, made of its file of rules and of what its <see cref="Language"/> lists. A list or guard that the file lacks has
/// no words.
/// </summary>
internal sealed partial class LanguageRules
{
    private const int MaxDepth = 8;

    private static readonly HashSet<string> NoWords = [];
    private static readonly Dictionary<string, string> NoMeanings = [];

    private readonly RuleFile _file;
    private readonly Dictionary<string, HashSet<string>> _words;
    private readonly Dictionary<string, Dictionary<string, string>> _meanings;
    private readonly Dictionary<string, Rule> _guards;

    /// <summary>Reads the rules of a language.</summary>
    /// <param name="language">What is known of the language.</param>
    /// <param name="file">Its rules.</param>
    public LanguageRules(Language language, RuleFile file)
    {
        (Code, _file) = (language.Code, file);
        _words = file.Words.ToDictionary(
            list => list.Key, list => Split(list.Value).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        _meanings = file.Meanings.ToDictionary(list => list.Key, list => ByWord(list.Value), StringComparer.Ordinal);
        _meanings["titles"] = OfLanguage("titles");
        _meanings["language"] = OfLanguage("language names");
        _guards = file.Guards.ToDictionary(
            guard => guard.Key, guard => new Rule(Expand(string.Join('|', guard.Value))), StringComparer.Ordinal);
        Questions = Cued(file.Questions);
        Statements = Cued(file.Statements);
        Numbers = new NumberWords(language);

        Dictionary<string, string> OfLanguage(string section)
            => language.Meanings(section).DistinctBy(one => one.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The ISO 639-1 code.</summary>
    public string Code { get; }

    /// <summary>How agents ask.</summary>
    public CuedRules Questions { get; }

    /// <summary>What callers say of themselves.</summary>
    public CuedRules Statements { get; }

    /// <summary>Its words for numbers.</summary>
    public NumberWords Numbers { get; }

    /// <summary>Every rule, for tests.</summary>
    internal IEnumerable<Rule> Rules => [.. Questions.All, .. Statements.All, .. _guards.Values];

    /// <summary>Whether nouns are written with a capital, as names are.</summary>
    public bool WritesNounsWithCapitals => Has("writing", "capital_nouns");

    /// <summary>A turn as rules read it.</summary>
    public SpokenText Read(string turn) => SpokenText.Of(turn, Words("fillers"), Words("lead"));

    /// <summary>
    /// Whether a list has a word. The word is in lower case and may be elided: a list with <c>j'</c> has every word that begins with it.
    /// </summary>
    public bool Has(string list, ReadOnlySpan<char> word)
    {
        if (!_words.TryGetValue(list, out var all))
            return false;
        var words = all.GetAlternateLookup<ReadOnlySpan<char>>();
        return words.Contains(word) || (word.IndexOf('\'') is > 0 and var elision && words.Contains(word[..(elision + 1)]));
    }

    /// <summary>A list of words.</summary>
    public IReadOnlySet<string> Words(string list) => _words.GetValueOrDefault(list) ?? NoWords;

    /// <summary>What the words and phrases of a list mean.</summary>
    public IReadOnlyDictionary<string, string> Map(string list) => _meanings.GetValueOrDefault(list) ?? NoMeanings;

    /// <summary>Whether a guard's words are in a text in lower case.</summary>
    public bool IsGuarded(string guard, ReadOnlySpan<char> text) => Guard(guard).IsIn(text);

    /// <summary>A guard's expression.</summary>
    public Rule Guard(string guard) => _guards.GetValueOrDefault(guard) ?? Rule.Never;

    private CuedRules Cued(IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
        => new(groups.Select(group => (group.Key, group.Value.Select(pattern => Expand(pattern)))));

    private string Expand(string pattern) => Expand(pattern, 0);

    private string Expand(string pattern, int depth)
        => depth == MaxDepth
            ? throw new InvalidOperationException($"The definitions of {Code} name each other.")
            : Reference.Replace(pattern, name => $"(?:{Definition(name.Groups["name"].Value, depth)})");

    // Words that have a list need not be written twice: a name that is no definition is the list of that name.
    private string Definition(string name, int depth)
    {
        if (_file.Definitions.TryGetValue(name, out var definition))
            return Expand(string.Join('|', definition), depth + 1);
        var phrases = _meanings.TryGetValue(name, out var meanings) ? meanings.Keys : Split(_file.Words[name]);
        return string.Join('|', phrases.OrderByDescending(phrase => phrase.Length).Select(Regex.Escape));
    }

    private static Dictionary<string, string> ByWord(IReadOnlyDictionary<string, string> meanings)
        => meanings.SelectMany(meaning => Phrases(meaning.Value).Select(phrase => (phrase, meaning.Key)))
            .ToDictionary(StringComparer.Ordinal);

    private static string[] Phrases(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Split(IReadOnlyList<string> lines)
        => lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex Reference { get; }
}
