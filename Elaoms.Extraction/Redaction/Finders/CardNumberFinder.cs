using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Finds numbers of cards by their check digit, and what is read on after them.</summary>
internal static class CardNumberFinder
{
    private const int MaxCardDigits = 19;

    /// <summary>Adds the cards of a number of digits.</summary>
    /// <param name="run">The number.</param>
    /// <param name="said">What was said of it.</param>
    /// <param name="found">Where to add.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Find(NumberRun run, SecretCueKind? said, List<(NumberRun Run, RedactionKind Kind)> found)
    {
        if (CheckDigits.IsCard(run.Text))
        {
            found.Add((run, RedactionKind.CardNumber));
            return true;
        }

        var isFound = false;
        for (var first = 0; first < run.Parts.Count; first++)
        {
            var end = EndOfCard(run, first);
            if (end == 0)
                continue;
            if (!isFound && first > 0 && said is SecretCueKind.CardCode or SecretCueKind.CardExpiry)
                found.Add((run.Slice(0, first), RedactionKind.CardCode));
            found.Add((run.Slice(first, end), RedactionKind.CardNumber));
            isFound = true;
            // What is read on after the number is until when, and the code.
            var next = end;
            while (next < run.Parts.Count && EndOfCard(run, next) == 0)
                next++;
            if (next > end && run.Slice(end, next) is { CountsSomething: false } rest && IsReadOn(rest.Parts))
                found.Add((rest, RedactionKind.CardCode));
            first = next - 1;
        }

        return isFound;
    }

    // "09 28 862", "0928", "862": until when, the code, or both.
    private static bool IsReadOn(IReadOnlyList<NumberPart> parts)
    {
        var (isMonth, code) = parts switch
        {
            [{ Text.Length: 2 } month, { Text.Length: 2 or 4 }, ..] => (month.Text is ['0' or '1', _], 2),
            [{ Text: ['0' or '1', _, _, _] }, ..] => (true, 1),
            _ => (true, 0),
        };
        return isMonth && (parts.Count == code ? code > 0 : parts.Count == code + 1 && parts[code].Text.Length is 3 or 4);
    }

    private static int EndOfCard(NumberRun run, int first)
    {
        var digits = "";
        for (var end = first; end < run.Parts.Count && digits.Length <= MaxCardDigits;)
        {
            digits += run.Parts[end++].Text;
            if (CheckDigits.IsCardOfBank(digits))
                return end;
        }

        return 0;
    }
}
