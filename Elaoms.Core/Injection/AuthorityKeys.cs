using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Injection;

/// <summary>
/// Recognises keys whose values claim an authority: that the caller was checked, or may do more than others. An agent must never be told
/// such a thing from a call, whoever named the key.
/// </summary>
internal sealed class AuthorityKeys
{
    private static readonly Lazy<AuthorityKeys> Read = new(() => new AuthorityKeys(LanguageSet.BuiltIn));

    private readonly string[] _parts;
    private readonly string[] _words;

    /// <summary>Reads the words of all languages.</summary>
    public AuthorityKeys(LanguageSet languages)
    {
        _parts = [.. languages.All.SelectMany(language => language.Phrases("injection: key parts"))];
        _words = [.. languages.All.SelectMany(language => language.Phrases("injection: key words"))];
    }

    /// <summary>Those of the languages that are built in.</summary>
    public static AuthorityKeys BuiltIn => Read.Value;

    /// <summary>Whether a key is one of these; in lower case with underscores.</summary>
    public bool Has(string key)
    {
        var plain = Plain(key);
        if (Array.Exists(_parts, part => plain.Contains(part, StringComparison.Ordinal)))
            return true;
        return Array.Exists(
            plain.Split('_'),
            word => Array.Exists(
                // Whole words, or their beginnings where they end with a star.
                _words,
                known => known[^1] == '*' ? word.StartsWith(known.AsSpan(0, known.Length - 1), StringComparison.Ordinal) : word == known));
    }

    private static string Plain(string key)
        => string.Concat(key.EnumerateRunes().Select(rune => ((char)Text.LookAlikeLetters.Fold(rune)).ToString()));
}
