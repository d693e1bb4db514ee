using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// The supported languages, each read when first needed. The commonest words in <c>languages.json</c> tell which one a turn is in: a
/// detector such as SearchPioneer.Lingua takes three seconds and 200 MB at every start (measured 2026-11-30, four languages).
/// </summary>
internal sealed class Languages
{
    private const string Fallback = "en";

    // One word may be of several languages, and who speaks one seldom changes it.
    private const int MinToSwitch = 2;
    private const int MaxTellingLength = 12;

    private readonly string[] _codes;
    private readonly Lazy<Language>[] _languages;
    private readonly Dictionary<string, int> _telling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Languages()
    {
        var words = ResourceText.Json(
            typeof(Languages).Assembly, "Rules", "languages.json", RuleFileJson.Default.IReadOnlyDictionaryStringIReadOnlyListString);
        _codes = [.. words.Keys];
        _languages = [.. _codes.Select(code => new Lazy<Language>(() => Language.Load(code)))];
        for (var i = 0; i < _codes.Length; i++)
        {
            foreach (var word in words[_codes[i]].SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                _telling[word] = _telling.GetValueOrDefault(word) | 1 << i;
        }

        _lookup = _telling.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>All of them.</summary>
    public static Lazy<Languages> BuiltIn { get; } = new(() => new Languages());

    /// <summary>Every language; reads the files that nobody needed yet.</summary>
    public IEnumerable<Language> All => _languages.Select(language => language.Value);

    /// <summary>The language of a text.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="likely">The language when the text doesn't tell.</param>
    public Language Of(string text, Language? likely = null)
    {
        Span<int> counts = stackalloc int[_codes.Length];
        Count(text, counts);
        var best = Array.IndexOf(_codes, likely?.Code ?? Fallback);
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
