using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Elaoms.Extraction.Redaction;

/// <summary>Finds IBANs, in groups or spoken letter by letter too.</summary>
internal static class Ibans
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" .,-–_/\u00A0");

    private static readonly FrozenDictionary<string, int> Lengths = ("""
        ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 es24 fi18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 is26 it27
        jo30 kw30 kz20 lb28 li21 lt20 lu20 lv21 mc27 md24 me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 se24 si19 sk24 sm27 tn24 tr26 ua29 vg24 xk20
        """)
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>The IBANs of a text, as their first word and the word after their last.</summary>
    public static IEnumerable<(int FirstWord, int EndWord)> Find(SpokenText text, SecretWords words)
    {
        for (var at = 0; at < text.Words.Count; at++)
        {
            if (ReadAt(text, at, words) is { } end)
            {
                yield return (at, end);
                at = end - 1;
            }
        }
    }

    private static int? ReadAt(SpokenText text, int first, SecretWords words)
    {
        if (text.Words[first].IsNumeral)
            return null;
        var iban = new StringBuilder();
        var length = 0;
        for (var at = first; at < text.Words.Count;)
        {
            if (at > first && text.Gap(at).ContainsAnyExcept(Separators))
                return null;
            var isCountry = iban.Length < 2;
            if (!isCountry && NumberReader.Read(text, at, out var end, words) is { } digits)
                iban.Append(digits);
            else if (isCountry ? text.Words[at].Plain.Length <= 34 : text.Words[at].IsMixed || text.Words[at].Plain.Length is 1 or 4)
                (end, _) = (at + 1, iban.Append(text.Words[at].Plain));
            else if (words.NumberFillers.Match(text, at, out end, out _) && iban.Length > 4)
            {
                at = end;
                continue;
            }
            else
                return null;

            if (iban.Length < 2)
            {
                if (!text.Words[at].IsLetter)
                    return null;
                at = end;
                continue;
            }

            if (length == 0 && !Lengths.TryGetValue(iban.ToString(0, 2), out length))
                return null;
            if (iban.Length >= 4 && !(char.IsAsciiDigit(iban[2]) && char.IsAsciiDigit(iban[3])))
                return null;
            if (iban.Length > 2 && !char.IsAsciiDigit(iban[2]))
                return null;
            at = end;
            if (iban.Length < length)
                continue;
            var isWritten = char.IsUpper(text.Text[text.Words[first].Start]) && text.Words[first].Plain.Length >= 4;
            return iban.Length == length && IsAlphanumeric(iban) && (isWritten || CheckDigits.IsIban(iban.ToString())) ? at : null;
        }

        return null;
    }

    private static bool IsAlphanumeric(StringBuilder iban)
    {
        for (var i = 0; i < iban.Length; i++)
        {
            if (!char.IsAsciiLetterLower(iban[i]) && !char.IsAsciiDigit(iban[i]))
                return false;
        }

        return true;
    }
}
