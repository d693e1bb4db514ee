using System.Globalization;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>A collected value as it is looked for, in one language.</summary>
internal sealed class WantedValue
{
    private const int ShortNumber = 3;

    private readonly string _reason;

    public WantedValue(string key, string value, string? rationale, TermsOfLanguage terms)
    {
        var language = terms.Language;
        (Kind, Value) = (FactKinds.Of(key), value);
        IsYes = YesOrNo(value, language);
        var text = new SupportText(value, terms);
        var numbered = text.Numbers.SelectMany(number => Enumerable.Range(number.First, number.Last - number.First + 1)).ToHashSet();
        IsDate = Kind == FactKinds.Birthday || Kind == FactKinds.Anniversary || Kind == FactKinds.Date;
        var months = IsDate ? text.Words.Select(word => MonthOf(word.Text, language)).OfType<string>() : [];
        Numbers = [.. text.Numbers.Select(number => number.Digits), .. months];
        Digits = text.Digits;
        Flat = text.Flat;
        IsExact = Kind.Key is "name" or "last_name" or "preferred_name" or "address";
        IsNegative = text.Words.Exists(word => language.All.Negations.Contains(word.Text));
        Words = WordsOf(text, numbered, terms);
        IsShortNumber = Words.Count == 0 && Numbers.Count > 0 && Digits.Length <= ShortNumber;
        KeyTerms = new SupportText(key.Replace('_', ' '), terms).Terms;
        var reason = rationale is null ? null : new SupportText(rationale, terms);
        ReasonTerms = reason is null ? [] : [.. reason.Terms.Except(text.Terms, StringComparer.Ordinal)];
        _reason = reason is null ? "" : $" {reason.Line} ";
    }

    public FactKind Kind { get; }

    public string Value { get; }

    /// <summary>Whether the value is a yes or a no; null when it is neither.</summary>
    public bool? IsYes { get; }

    public IReadOnlyList<string> Words { get; }

    public IReadOnlyList<string> Numbers { get; }

    public string Digits { get; }

    public string Flat { get; }

    public bool IsDate { get; }

    /// <summary>Whether each word counts.</summary>
    public bool IsExact { get; }

    /// <summary>Whether it says itself that something is not so.</summary>
    public bool IsNegative { get; }

    public bool IsShortNumber { get; }

    public HashSet<string> KeyTerms { get; }

    public HashSet<string> ReasonTerms { get; }

    public bool HasReason => _reason.Length > 0;

    public bool Quotes(SupportText turn)
        => _reason.Length >= turn.Line.Length && _reason.Contains($" {turn.Line} ", StringComparison.Ordinal);

    private List<string> WordsOf(SupportText text, HashSet<int> numbered, TermsOfLanguage terms)
    {
        var words = text.Words.Where((word, at) => !numbered.Contains(at)
            && !(IsDate && MonthOf(word.Text, terms.Language) is not null)).Select(word => word.Text).ToList();
        if (IsExact)
            return words;
        var told = words.Where(word => !terms.Language.Narration.Contains(word)).Select(terms.Of).OfType<string>()
            .Distinct(StringComparer.Ordinal).ToList();
        return told.Count > 0 || Numbers.Count > 0 ? told : words;
    }

    // Values have the months of any language, and in digits; so have callers.
    private static string? MonthOf(string word, CollectedWords any)
        => any.All.All.Select(language => language.Months.TryGetValue(word, out var month)
            ? month.ToString(CultureInfo.InvariantCulture) : null)
            .FirstOrDefault(month => month is not null);

    private static bool? YesOrNo(string value, CollectedWords language) => value.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        var word when word.Length > 1 && WordReader.WordsOf(word) is [var only] && language.PlainYes.Contains(only) => true,
        var word when language.All.PlainNo.Contains(word) => false,
        _ => null,
    };
}
