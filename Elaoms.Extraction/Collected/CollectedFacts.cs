using System.Globalization;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>
/// Judges what the platform's analysis collected and converts it to the form of callers' own statements, so that the two can be compared.
/// </summary>
internal static class CollectedFacts
{
    /// <summary>Whether a collected value says anything.</summary>
    public static bool IsFact(string key, string value)
        => value.Trim().Length > 0 && !Placeholder.IsNothing(value)
            && (FactKinds.Of(key) != FactKinds.Name || CallerName.IsName(value.Trim()));

    /// <summary>A value in the stored form.</summary>
    /// <param name="key">What was collected.</param>
    /// <param name="value">The value.</param>
    /// <param name="languages">The languages in which it may be.</param>
    public static string Normalise(string key, string value, CollectedLanguages languages)
    {
        var kind = FactKinds.Of(key);
        value = value.Trim();
        if (kind == FactKinds.Email)
            value = value.ToLowerInvariant();
        else if (kind == FactKinds.Phone && value.Any(char.IsAsciiDigit))
            value = (value.StartsWith('+') ? "+" : "") + string.Concat(value.Where(char.IsAsciiDigit));
        else if (kind == FactKinds.PreferredContact || kind == FactKinds.NoContactBy)
            value = InAnyLanguage(value, languages, words => words.Channels);
        else if (kind == FactKinds.PreferredLanguage)
            value = LanguageNames.CodeOf(value) ?? InAnyLanguage(value, languages, words => words.LanguageNames);
        else if (kind == FactKinds.Birthday
            && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            value = day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return value;
    }

    private static string InAnyLanguage(
        string value, CollectedLanguages languages, Func<CollectedWords, IReadOnlyDictionary<string, string>> list)
    {
        var words = WordReader.Plain(value);
        return languages.All.Select(language => list(language).GetValueOrDefault(words))
            .FirstOrDefault(found => found is not null) ?? value;
    }
}
