using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules;

/// <summary>The languages that calls are understood in: one for each file. Which one a turn is in is told by its commonest words.</summary>
internal sealed class Languages
{
    private const string Fallback = "en";

    // One word may be of several languages, and who speaks one seldom changes it.
    private const int MinToSwitch = 2;

    private static readonly char[] Separators = [' ', ',', '.', '!', '?', ';', ':', '\n', '\t', '¿', '¡', '-'];

    private readonly Dictionary<string, Language> _all = ResourceText.Languages(typeof(Languages).Assembly, "Rules").ToDictionary(code => code, Language.Read, StringComparer.Ordinal);

    /// <summary>All of them, read when first needed.</summary>
    public static Lazy<Languages> BuiltIn { get; } = new(() => new Languages());

    /// <summary>Every language.</summary>
    public IReadOnlyCollection<Language> All => _all.Values;

    /// <summary>The language of a text.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="likely">The language when the text doesn't tell.</param>
    public Language Of(string text, Language? likely = null)
    {
        var words = text.ToLowerInvariant().Replace('’', '\'').Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var best = likely ?? _all[Fallback];
        var most = Count(best, words);
        foreach (var language in _all.Values)
        {
            var count = Count(language, words);
            if (count > most && (likely is null || count >= MinToSwitch))
                (best, most) = (language, count);
        }

        return best;
    }

    // Single letters are often spelled, and mean something else in each language.
    private static int Count(Language language, string[] words) => words.Count(word => word.Length > 1 && language.Has("telling", word));
}
