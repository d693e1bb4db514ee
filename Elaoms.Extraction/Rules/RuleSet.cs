using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// The rules of the languages that callers speak, each read when first needed. A language has a file of rules beside its words, or none:
/// then nothing is learned of what is said in it. The words that tell a language say which one a turn is in: a detector such as
/// SearchPioneer.Lingua takes three seconds and 200 MB at every start (measured 2026-11-30, four languages).
/// </summary>
internal sealed class RuleSet
{
    private const string Folder = "Rules";

    // One word may be of several languages, and who speaks one seldom changes it.
    private const int MinToSwitch = 2;
    private const int MaxTellingLength = 12;

    private static readonly Lazy<RuleSet> Read = new(() => new RuleSet(LanguageSet.BuiltIn));

    private readonly string[] _codes;
    private readonly Lazy<LanguageRules>[] _languages;
    private readonly Dictionary<string, int> _telling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes it of the files that are built in, and further ones.</summary>
    /// <param name="languages">The languages.</param>
    /// <param name="further">Files of rules by the code of their language; null for none.</param>
    public RuleSet(LanguageSet languages, IReadOnlyDictionary<string, RuleFile>? further = null)
    {
        var builtIn = ResourceText.Languages(typeof(RuleSet).Assembly, Folder, "json").ToHashSet(StringComparer.Ordinal);
        _codes = [.. languages.Spoken.Select(language => language.Code)];
        _languages = [.. languages.Spoken
            .Select(language => new Lazy<LanguageRules>(() => new LanguageRules(language, File(language.Code))))];
        for (var i = 0; i < _codes.Length; i++)
        {
            foreach (var word in languages.Spoken[i].Phrases("telling words"))
                _telling[word] = _telling.GetValueOrDefault(word) | 1 << i;
        }

        _lookup = _telling.GetAlternateLookup<ReadOnlySpan<char>>();

        RuleFile File(string code)
            => further?.GetValueOrDefault(code)
                ?? (builtIn.Contains(code)
                    ? ResourceText.Json(typeof(RuleSet).Assembly, Folder, $"{code}.json", RuleFileJson.Default.RuleFile)
                    : new RuleFile());
    }

    /// <summary>The rules of the languages that are built in.</summary>
    public static RuleSet BuiltIn => Read.Value;

    /// <summary>Every language; reads the files that nobody needed yet.</summary>
    public IEnumerable<LanguageRules> All => _languages.Select(language => language.Value);

    /// <summary>The language of a text.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="likely">The language when the text doesn't tell.</param>
    public LanguageRules Of(string text, LanguageRules? likely = null)
    {
        Span<int> counts = stackalloc int[_codes.Length];
        Count(text, counts);
        var best = likely is null ? 0 : Array.IndexOf(_codes, likely.Code);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > counts[best] && (likely is null || counts[i] >= MinToSwitch))
                best = i;
        }

        return _languages[best].Value;
    }

    private void Count(ReadOnlySpan<char> text, Span<int> counts)
    {
        Span<char> word = stackalloc char[MaxTellingLength];
        var length = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var c = at < text.Length ? text[at] : ' ';
            if (char.IsLetter(c) || (c is '\'' or '’' && length > 0))
            {
                if (length < word.Length)
                    word[length] = c == '’' ? '\'' : char.ToLowerInvariant(c);
                length++;
                continue;
            }

            // Single letters are often spelled, and mean something else in each language.
            if (length is > 1 and <= MaxTellingLength && _lookup.TryGetValue(word[..length], out var languages))
            {
                for (var i = 0; i < counts.Length; i++)
                    counts[i] += languages >> i & 1;
            }

            length = 0;
        }
    }
}
