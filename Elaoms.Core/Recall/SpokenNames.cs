using System.Collections.Frozen;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Recall;

/// <summary>
/// The last look at a name before it is spoken. A word alone may have been taken for a name: "Welcome back, Password!" was once said. Names
/// of places and months that are far more often people's, such as Charlotte or Florence, are names here.
/// </summary>
internal sealed class SpokenNames
{
    private static readonly Lazy<SpokenNames> Read = new(() => new SpokenNames(LanguageSet.BuiltIn));

    private readonly FrozenSet<string> _noNames;
    private readonly FrozenSet<string> _elsewhere;

    /// <summary>Reads the words of all languages: callers have names of any.</summary>
    public SpokenNames(LanguageSet languages)
    {
        // A single letter is an initial, whatever it stands for before a name.
        _noNames = All(language => language.Words("names: never").Concat(language.Titles.Where(title => title.Length > 1)));
        _elsewhere = All(language => language.Words("names: seldom").Concat(Language.Plain(language.Numbers("months")).Keys));

        FrozenSet<string> All(Func<Language, IEnumerable<string>> words)
            => languages.Spoken.SelectMany(words).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Those of the languages that are built in.</summary>
    public static SpokenNames BuiltIn => Read.Value;

    /// <summary>Whether a name may be told as the caller's at all.</summary>
    public bool IsName(string name) => Single(name) is not { } word || !_noNames.Contains(word);

    /// <summary>Whether a caller may be greeted by a name.</summary>
    public bool IsGreetable(string name) => IsName(name) && (Single(name) is not { } word || !_elsewhere.Contains(word));

    // A word, also in parts: "Mm-hmm".
    private static string? Single(string name)
        => name.Trim().Contains(' ', StringComparison.Ordinal) ? null : string.Concat(WordReader.WordsOf(name));
}
