using System.Collections.Frozen;

namespace Elaoms.Core.Callers;

/// <summary>
/// The words that carriers put in place of a withheld number, and the same words typed on a telephone's keypad, which look like real numbers
/// (https://help.twilio.com/articles/223179988: +266696687 is ANONYMOUS).
/// </summary>
internal static class HiddenNumber
{
    private const string KeyOfLetter = "22233344455566677778889999";

    private static readonly string[] CarrierWords = ["anonymous", "unknown", "restricted", "unavailable", "blocked", "private"];

    private static readonly FrozenSet<string> Words = CarrierWords
        .Concat(["withheld", "hidden", "no caller id", "no number", "not available", "id unavailable", "private number", "anonymous.invalid"])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> KeypadForms = CarrierWords.Select(OnKeypad).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsHidden(string callerId)
    {
        // A host or a parameter behind the word doesn't make it a name.
        var end = callerId.AsSpan().IndexOfAny('@', ';');
        var word = end < 0 ? callerId : callerId[..end];
        return callerId.Length == 0 || Words.Contains(word) || KeypadForms.Contains(word.TrimStart('+'));
    }

    private static string OnKeypad(string word) => string.Concat(word.Select(letter => KeyOfLetter[letter - 'a']));
}
