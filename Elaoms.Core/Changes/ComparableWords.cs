using System.Collections.Frozen;
using System.Globalization;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Changes;

/// <summary>Numbers, signs and months in words of all languages that callers are understood in.</summary>
internal sealed class ComparableWords
{
    private static readonly Lazy<ComparableWords> Read = new(() => new ComparableWords(LanguageSet.BuiltIn));

    // "3rd of May"
    private static readonly FrozenSet<string> OrdinalEndings = new[] { "st", "nd", "rd", "th" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, int> _numbers;
    private readonly FrozenDictionary<string, int> _tens;
    private readonly FrozenDictionary<string, int> _digitWords;
    private readonly FrozenDictionary<string, int> _repeats;
    private readonly FrozenSet<string> _joiners;
    private readonly FrozenSet<string> _signs;

    /// <summary>Reads the words.</summary>
    public ComparableWords(LanguageSet languages)
    {
        _tens = All("tens");
        _numbers = Language.Plain(languages.Spoken.SelectMany(language => language.Numbers("numbers"))
            .Concat(languages.Spoken.SelectMany(Joined)));
        _digitWords = All("digit words");
        _repeats = All("repeats");
        _joiners = languages.Spoken.SelectMany(language => language.Words("number joiners")).ToFrozenSet(StringComparer.Ordinal);
        _signs = languages.Spoken.SelectMany(language => language.Words("signs in words")).ToFrozenSet(StringComparer.Ordinal);
        Months =
        [
            .. from language in languages.Spoken
               from month in language.Months
               select new MonthWord(month.Key, month.Value, [.. language.DateLinks.Append("")], [.. language.YearLinks.Append("")]),
        ];

        FrozenDictionary<string, int> All(string section)
            => Language.Plain(languages.Spoken.SelectMany(language => language.Numbers(section)));
    }

    /// <summary>Those of the languages that are built in.</summary>
    public static ComparableWords BuiltIn => Read.Value;

    /// <summary>The months of all languages.</summary>
    public IReadOnlyList<MonthWord> Months { get; }

    /// <summary>Whether a word is one for a sign, such as <c>at</c> or <c>dot</c>.</summary>
    public bool IsSign(string word) => _signs.Contains(word);

    /// <summary>Whether letters end an ordinal number that is written with digits.</summary>
    public static bool IsOrdinalEnding(string letters) => OrdinalEndings.Contains(letters);

    /// <summary>The digits that a word stands for; null when it is no number.</summary>
    /// <param name="word">The word.</param>
    /// <param name="previous">The word before it; empty when there is none.</param>
    /// <param name="next">The word after it.</param>
    /// <param name="afterNext">The word after that.</param>
    public string? DigitsOf(string word, string previous, string next, string afterNext)
    {
        if (_tens.TryGetValue(word, out var tens))
            return Written(IsUnit(next) || (_joiners.Contains(next) && IsUnit(afterNext)) ? tens / 10 : tens);
        if (_joiners.Contains(word) && _tens.ContainsKey(previous) && IsUnit(next))
            return "";
        if (_numbers.TryGetValue(word, out var number))
            return Written(number);
        if (_digitWords.TryGetValue(word, out var digit) && (IsNumeral(previous) || IsNumeral(next)))
            return Written(digit);
        if (_repeats.TryGetValue(word, out var times) && times is > 1 and < 10 && DigitOf(next) is { } repeated)
            return new string(repeated, times - 1);
        return null;
    }

    private bool IsUnit(string word) => _numbers.TryGetValue(word, out var number) && number is > 0 and < 10;

    private bool IsNumeral(string word)
        => word.Length > 0 && (char.IsAsciiDigit(word[0]) || _numbers.ContainsKey(word) || _tens.ContainsKey(word));

    private char? DigitOf(string word)
        => word is [>= '0' and <= '9'] ? word[0] : _numbers.TryGetValue(word, out var number) && number < 10 ? (char)('0' + number) : null;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Where tens and ones are one word: "fünfundzwanzig".
    private static IEnumerable<KeyValuePair<string, int>> Joined(Language language)
    {
        var ones = language.Numbers("numbers").Concat(language.Numbers("number stems")).Where(one => one.Value is > 0 and < 10).ToList();
        return from form in language.Phrases("joined numbers").Where(form => !form.Contains(' ', StringComparison.Ordinal))
               from ten in language.Numbers("tens")
               from one in ones
               select KeyValuePair.Create(
                   form.Replace("{unit}", one.Key, StringComparison.Ordinal).Replace("{ten}", ten.Key, StringComparison.Ordinal),
                   ten.Value + one.Value);
    }
}

/// <summary>A month in words.</summary>
/// <param name="Name">The month.</param>
/// <param name="Number">1 to 12.</param>
/// <param name="DateLinks">What may stand between a day and it; empty for nothing.</param>
/// <param name="YearLinks">What may stand between it and a year; empty for nothing.</param>
internal sealed record MonthWord(string Name, int Number, IReadOnlyList<string> DateLinks, IReadOnlyList<string> YearLinks);
