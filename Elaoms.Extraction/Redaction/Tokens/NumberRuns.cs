using System.Buffers;
using System.Globalization;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>Puts the numbers of a text together to runs: "4111, uh, 1111", "double four 2".</summary>
internal sealed class NumberRuns
{
    private const int MaxFillers = 3;
    private const int MaxLetters = 4;
    private const int MaxParts = 60;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n\u00A0\u202F,.-–—_/:…()*'’\"«»?!;");
    private static readonly SearchValues<char> Money = SearchValues.Create("$€£¥₹%");

    private readonly TokenizedText _text;
    private readonly bool[] _isTaken;
    private readonly List<NumberRun> _runs = [];
    private List<NumberPart> _parts = [];
    private readonly List<NumberPart> _letters = [];
    private int _fillers;

    private NumberRuns(TokenizedText text, bool[] isTaken) => (_text, _isTaken) = (text, isTaken);

    /// <summary>The numbers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isTaken">Which words belong to something else.</param>
    public static List<NumberRun> Of(TokenizedText text, bool[] isTaken)
    {
        var runs = new NumberRuns(text, isTaken);
        for (var at = 0; at < text.Count;)
            at = runs.Take(at);
        runs.Close();
        return runs._runs;
    }

    private int Take(int at)
    {
        // Letters and digits in one word follow without words between, or are something else.
        var isCode = _text[at].IsMixed || (_parts.Count > 0 && !_parts[^1].IsDigits);
        if (!IsSeparated(at) || _isTaken[at] || _parts.Count == MaxParts || (isCode && _fillers > 0))
            Close();
        if (!_isTaken[at] && ReadPart(at, out var end) is { } digits)
        {
            var part = new NumberPart(digits, at, end);
            // A day, a year or an amount goes with no other number.
            if (IsDate(part) || IsMoney(part))
            {
                var isDecimal = _parts.Count == 1 && IsMoney(_parts[0]) && _text.Gap(at) is "." or ",";
                if (!isDecimal)
                    Close();
                _parts.Add(part);
                if (_text.Gap(end) is not ("." or ","))
                    Close();
            }
            else
            {
                if (_parts.Count > 0 && IsMoney(_parts[0]) && _text.Gap(at) is not ("." or ","))
                    Close();
                _parts.AddRange(_letters);
                _parts.Add(part);
            }

            _letters.Clear();
            _fillers = 0;
            return end;
        }

        if (!_isTaken[at] && IsLetters(at) && _letters.Count < MaxLetters)
        {
            _letters.Add(new NumberPart(_text.Plain(at).ToString(), at, at + 1));
            return at + 1;
        }

        if (_parts.Count > 0 && _fillers < MaxFillers && _text.End(VocabularySection.NumberFillers, at) is var filler && filler > at)
        {
            _fillers++;
            return filler;
        }

        Close();
        return at + 1;
    }

    private void Close()
    {
        if (_parts.Count > 0 && _letters is [var last, ..] && last.FirstToken == _parts[^1].EndToken && IsCodeLetter(last))
            _parts.Add(last);
        if (_parts.Count > 0)
        {
            _runs.Add(Made(_parts));
            _parts = [];
        }

        _letters.Clear();
        _fillers = 0;
    }

    private NumberRun Made(List<NumberPart> parts)
    {
        var (first, end) = (parts[0].FirstToken, parts[^1].EndToken);
        return new NumberRun(_text, parts)
        {
            HasPlus = _text.Gap(first).TrimEnd() is [.., '+'] || (first > 0 && _text.Has(VocabularySection.Plus, first - 1)),
            IsDate = (parts.Count == 1 && IsDate(parts[0])) || IsDateInDigits(parts),
            IsMoney = IsMoney(parts[0]) || IsMoney(parts[^1]),
            CountsSomething = _text.Has(VocabularySection.Quantities, end) || IsMoney(parts[^1]),
        };
    }

    // Of the letters after a number only those belong to it that are no words.
    private bool IsCodeLetter(NumberPart letter)
        => char.IsUpper(_text.Text[_text[letter.FirstToken].Start]) && letter.Text is not ("i" or "a" or "o" or "e" or "y");

    private string? ReadPart(int at, out int end)
    {
        if (NumberReader.Read(_text, at, out end) is { } digits)
            return digits;
        end = at + 1;
        return _text[at].IsMixed ? _text.Plain(at).ToString() : null;
    }

    private bool IsLetters(int at)
    {
        var token = _text[at];
        if (token.Digits > 0 || token.Length > MaxLetters || token.IsMark || _text.Gap(at) is "'" or "’")
            return false;
        if (_text.Has(VocabularySection.NumberFillers, at) || _text.Has(VocabularySection.Links, at) || _text.Has(VocabularySection.Is, at))
            return false;
        var raw = _text.Text.AsSpan(token.Start, token.End - token.Start);
        return raw.Length == 1
            ? raw is not ("I" or "i") && (char.IsUpper(raw[0]) || raw is not ("a" or "o" or "e" or "y" or "u" or "à"))
            : !_text.IsInCapitals && !raw.ContainsAnyExceptInRange('A', 'Z');
    }

    private bool IsSeparated(int token) => !_text.Gap(token).ContainsAnyExcept(Separators);

    private bool IsMoney(NumberPart part)
        => _text.Gap(part.FirstToken).ContainsAny(Money)
            || (_text.Gap(part.EndToken).TrimStart() is [var first, ..] && Money.Contains(first));

    private bool IsDate(NumberPart part)
    {
        if (!part.IsDigits || part.Text.Length is not (1 or 2 or 4))
            return false;
        var isDay = part.Text.Length < 3 && int.Parse(part.Text, CultureInfo.InvariantCulture) is > 0 and < 32;
        var isYear = part.Text is ['1', '9', _, _] or ['2', '0', _, _];
        if (!isDay && !isYear)
            return false;
        var (one, two) = (part.FirstToken - 1, part.FirstToken - 2);
        var isAfter = IsMonth(one)
            || (IsMonth(two) && (_text.Has(VocabularySection.Links, one) || _text[one] is { IsNumeral: true, Length: < 3 }));
        return (isYear && isAfter)
            || (isDay && (isAfter || IsMonth(part.EndToken) || (IsMonth(part.EndToken + 1) && IsBeforeMonth(part.EndToken))));
    }

    // "5 de mayo", "22 nd june".
    private bool IsBeforeMonth(int token)
        => _text.Has(VocabularySection.Links, token) || _text.Has(VocabularySection.DayLinks, token);

    private bool IsMonth(int token) => token >= 0 && token < _text.Count && _text.Has(VocabularySection.Months, token);

    // 12.03.2026 or 2026-03-12.
    private bool IsDateInDigits(List<NumberPart> parts)
    {
        if (parts.Count != 3 || !parts.TrueForAll(part => _text[part.FirstToken].IsNumeral && part.EndToken - part.FirstToken == 1))
            return false;
        var gap = _text.Gap(parts[1].FirstToken);
        return gap is "." or "/" or "-"
            && gap.SequenceEqual(_text.Gap(parts[2].FirstToken))
            && (parts[0].Text.Length, parts[1].Text.Length, parts[2].Text.Length) is ( <= 2, <= 2, 4) or (4, 2, 2);
    }
}
