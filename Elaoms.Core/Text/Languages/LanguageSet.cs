using System.Security.Cryptography;

namespace Elaoms.Core.Text.Languages;

/// <summary>The languages that are known. Another language is another file beside this one.</summary>
internal sealed class LanguageSet
{
    // Agents are often instructed in it, and search in it.
    private const string DefaultCode = "en";
    private const string Folder = "Languages";

    private static readonly Lazy<LanguageSet> Read = new(() => new LanguageSet(ReadAll()));

    private readonly Language[] _spoken;

    private LanguageSet(IEnumerable<Language> languages)
    {
        All = [.. languages.OrderBy(language => language.Code, StringComparer.Ordinal)];
        Default = Of(DefaultCode);
        _spoken = [Default, .. All.Where(language => language.IsSpoken && language != Default)];
    }

    /// <summary>Those whose files are built in.</summary>
    public static LanguageSet BuiltIn => Read.Value;

    /// <summary>All of them, by code.</summary>
    public IReadOnlyList<Language> All { get; }

    /// <summary>Those that callers are understood in, the default first.</summary>
    public IReadOnlyList<Language> Spoken => _spoken;

    /// <summary>The language that is always one of a call's: English.</summary>
    public Language Default { get; }

    /// <summary>Stands for all that is known of the languages that callers are understood in: 8 bytes of a hash.</summary>
    public ulong Fingerprint => field != 0 ? field : field = FingerprintOf(Spoken);

    /// <summary>The place of a language among those that callers are understood in; -1 for none.</summary>
    public int PlaceOf(Language? language) => Array.IndexOf(_spoken, language);

    /// <summary>The language of a code.</summary>
    /// <exception cref="InvalidOperationException">There is no file of that code.</exception>
    public Language Of(string code) => All.Single(language => language.Code == code);

    /// <summary>These languages and another one, which replaces one of the same code.</summary>
    public LanguageSet With(Language language) => new(All.Where(known => known.Code != language.Code).Append(language));

    private static ulong FingerprintOf(IEnumerable<Language> languages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var language in languages)
            language.AppendTo(hash);
        return BitConverter.ToUInt64(hash.GetHashAndReset());
    }

    private static IEnumerable<Language> ReadAll()
    {
        var assembly = typeof(LanguageSet).Assembly;
        foreach (var code in ResourceText.Languages(assembly, Folder, "txt"))
        {
            using var file = ResourceText.Open(assembly, Folder, $"{code}.txt");
            yield return Language.Read(code, file);
        }
    }
}
