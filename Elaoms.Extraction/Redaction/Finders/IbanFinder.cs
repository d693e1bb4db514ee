using System.Buffers;
using System.Globalization;
using System.Text;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Finds IBANs, in groups or spoken letter by letter too.</summary>
internal static class IbanFinder
{
    private const int MaxLength = 34;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" .,-–_/\u00A0");

    // By country: https://www.swift.com/standards/data-standards/iban-international-bank-account-number
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lengths = """
        ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 es24 fi18 fo18 fr27
        gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 is26 it27 jo30 kw30 kz20 lb28 li21 lt20 lu20 lv21 mc27 md24
        me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 se24 si19 sk24 sm27 tn24 tr26 ua29
        vg24 xk20
        """
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), CultureInfo.InvariantCulture), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The IBANs of a text, as their first word and the word after their last.</summary>
    public static IReadOnlyList<(int FirstToken, int EndToken)> Find(TokenizedText text)
    {
        List<(int, int)>? found = null;
        for (var at = 0; at < text.Count; at++)
        {
            if (MayBegin(text, at) && ReadAt(text, at) is { } end)
            {
                (found ??= []).Add((at, end));
                at = end - 1;
            }
        }

        return found ?? [];
    }

    // "DE89…", "D E eight nine": a country, or a letter of one before another.
    private static bool MayBegin(TokenizedText text, int at)
    {
        if (text[at].IsMixed)
            return text[at].Length >= 4 && Lengths.ContainsKey(text.Plain(at)[..2]);
        if (text[at].Length == 2)
            return Lengths.ContainsKey(text.Plain(at));
        return text[at].IsLetter && at + 1 < text.Count && text[at + 1].IsLetter
            && Lengths.ContainsKey([text.Plain(at)[0], text.Plain(at + 1)[0]]);
    }

    private static int? ReadAt(TokenizedText text, int first)
    {
        var iban = new StringBuilder();
        var length = 0;
        for (var at = first; at < text.Count;)
        {
            if (at > first && text.Gap(at).ContainsAnyExcept(Separators))
                return null;
            var isCountry = iban.Length < 2;
            if (!isCountry && NumberReader.Read(text, at, out var end) is { } digits)
                iban.Append(digits);
            else if (isCountry ? text[at].Length <= MaxLength : text[at].IsMixed || text[at].Length is 1 or 4)
                (end, _) = (at + 1, iban.Append(text.Plain(at)));
            else if (iban.Length > 4 && text.End(VocabularySection.NumberFillers, at) is var filler && filler > at)
            {
                at = filler;
                continue;
            }
            else
                return null;

            at = end;
            if (iban.Length < 2)
                continue;
            if (length == 0 && !Lengths.TryGetValue([iban[0], iban[1]], out length))
                return null;
            if ((iban.Length > 2 && !char.IsAsciiDigit(iban[2])) || (iban.Length > 3 && !char.IsAsciiDigit(iban[3])))
                return null;
            if (iban.Length < length)
                continue;
            // A written one may have a wrong digit; a spoken one that does is something else.
            var isWritten = char.IsUpper(text.Text[text[first].Start]) && text[first].Length >= 4;
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
