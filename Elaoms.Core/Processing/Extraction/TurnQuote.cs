using Elaoms.Core.Text;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>Takes the words that a fact rests on from a redacted turn, and tells whether a fact was found in what was redacted.</summary>
internal static class TurnQuote
{
    /// <summary>The most characters of a quote.</summary>
    public const int MaxLength = 300;

    private const string SentenceEnds = ".!?\n。！？";

    /// <summary>Whether a part of a turn was redacted.</summary>
    /// <param name="spans">What was redacted of the turn, in order.</param>
    /// <param name="start">The first character of the part.</param>
    /// <param name="end">The first character behind it.</param>
    public static bool IsRedacted(IReadOnlyList<RedactedSpan> spans, int start, int end)
        => spans.Any(span => span.Start < end && start < span.End);

    /// <summary>The sentences around a part of a turn, redacted, and cut at words where they are too long.</summary>
    /// <param name="original">The turn as it came.</param>
    /// <param name="redacted">The same turn, redacted.</param>
    /// <param name="spans">What was redacted of it, in order.</param>
    /// <param name="start">The first character of the part in the original; -1 for the whole turn.</param>
    /// <param name="end">The first character behind it.</param>
    public static string Around(string original, string redacted, IReadOnlyList<RedactedSpan> spans, int start, int end)
    {
        if (start < 0 || end > original.Length || start >= end)
            return PlainText.Shorten(redacted, MaxLength);
        var from = Math.Clamp(Redacted(redacted, spans, start), 0, redacted.Length);
        var to = Math.Clamp(Redacted(redacted, spans, end), from, redacted.Length);
        var (first, last) = (StartOfSentence(redacted, from), EndOfSentence(redacted, to));
        return last - first <= MaxLength ? redacted[first..last].Trim() : Cut(redacted, first, last, from, to);
    }

    // Where a place of the original is in the redacted text. Between redactions both read the same; a mark ends with a bracket.
    private static int Redacted(string redacted, IReadOnlyList<RedactedSpan> spans, int at)
    {
        var (read, written) = (0, 0);
        foreach (var span in spans)
        {
            if (at <= span.Start)
                break;
            written += span.Start - read;
            read = span.End;
            written = written < redacted.Length && redacted.IndexOf(']', written) is >= 0 and var close ? close + 1 : redacted.Length;
        }

        return written + Math.Max(0, at - read);
    }

    private static int StartOfSentence(string text, int at)
    {
        for (var i = Math.Min(at, text.Length - 1); i > 0; i--)
        {
            if (SentenceEnds.Contains(text[i - 1], StringComparison.Ordinal) && (char.IsWhiteSpace(text[i]) || text[i - 1] > '\u3000'))
                return i;
        }

        return 0;
    }

    private static int EndOfSentence(string text, int at)
    {
        for (var i = at; i < text.Length; i++)
        {
            if (SentenceEnds.Contains(text[i], StringComparison.Ordinal)
                && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || text[i] > '\u3000'))
                return i + 1;
        }

        return text.Length;
    }

    private static string Cut(string text, int first, int last, int from, int to)
    {
        // Two signs say that something was left out.
        var room = Math.Max(0, MaxLength - 2 - (to - from));
        var start = Math.Max(first, from - room / 2);
        var end = Math.Min(last, start + MaxLength - 2);
        if (start > first && text.IndexOf(' ', start, Math.Max(0, from - start)) is >= 0 and var blank)
            start = blank + 1;
        if (end < last && text.LastIndexOf(' ', end - 1, Math.Max(0, end - to)) is > 0 and var lastBlank)
            end = lastBlank;
        if (char.IsLowSurrogate(text[start]))
            start++;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return $"{(start > first ? "…" : "")}{text[start..end].Trim()}{(end < last ? "…" : "")}";
    }
}
