using System.Text.RegularExpressions;
using Elaoms.Core.Operators;

namespace Elaoms.WebConsole.Pages;

/// <summary>Splits what was said, so that a page can mark where something was learned and where something was taken out.</summary>
internal static class TurnText
{
    /// <summary>The pieces of a turn, in order; together they are its text.</summary>
    public static IReadOnlyList<TurnPiece> Split(ShownTurn turn, IEnumerable<ShownFact> learned)
    {
        var text = turn.Text;
        var isLearned = new bool[text.Length];
        foreach (var fact in learned.Where(fact => fact.Turn == turn.Turn))
        {
            // A long quote is cut, with an ellipsis where it was.
            var quote = fact.Quote?.Trim('…', ' ') ?? "";
            if (quote.Length > 0 && text.IndexOf(quote, StringComparison.Ordinal) is >= 0 and var start)
                Array.Fill(isLearned, true, start, quote.Length);
        }

        var isMark = new bool[text.Length];
        foreach (Match mark in ShowCalls.Mark.Matches(text))
            Array.Fill(isMark, true, mark.Index, mark.Length);

        var pieces = new List<TurnPiece>();
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && isLearned[end] == isLearned[start] && isMark[end] == isMark[start])
                end++;
            pieces.Add(new TurnPiece(text[start..end], isLearned[start], isMark[start]));
            start = end;
        }

        return pieces;
    }
}

/// <summary>A piece of a turn.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsLearned">Whether a fact rests on it.</param>
/// <param name="IsMark">Whether it stands for something that was redacted or forgotten.</param>
internal readonly record struct TurnPiece(string Text, bool IsLearned, bool IsMark);
