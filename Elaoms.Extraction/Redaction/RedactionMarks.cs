using System.Text;
using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Extraction.Redaction;

/// <summary>Puts marks in the place of secrets.</summary>
internal static class RedactionMarks
{
    private static readonly RedactionKind[] Kinds = Enum.GetValues<RedactionKind>();
    private static readonly string[] All = [.. Kinds.Select(Of)];

    /// <summary>The mark that stands in a text; null when none does.</summary>
    public static string? At(string text, int at) => Array.Find(All, mark => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0);

    /// <summary>What the mark that stands in a text stands for.</summary>
    public static RedactionKind KindAt(string text, int at) => Kinds[Array.IndexOf(All, At(text, at))];

    /// <summary>The text with a mark in the place of each span.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">In order, without overlaps: see <see cref="Merge"/>.</param>
    public static string Apply(string text, IReadOnlyList<RedactedSpan> spans)
    {
        if (spans.Count == 0)
            return text;
        var redacted = new StringBuilder();
        var at = 0;
        foreach (var span in spans)
        {
            redacted.Append(text, at, span.Start - at).Append(Of(span.Kind));
            at = span.End;
        }

        return redacted.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The spans in order. Those that overlap become one, of the kind of the longest; so do those of one kind with at most a
    /// letter between.</summary>
    public static IReadOnlyList<RedactedSpan> Merge(string text, List<RedactedSpan> spans)
    {
        if (spans.Count == 0)
            return [];
        spans.Sort(static (one, two) => one.Start != two.Start ? one.Start.CompareTo(two.Start) : two.End.CompareTo(one.End));
        var merged = new List<RedactedSpan>(spans.Count);
        foreach (var next in spans)
        {
            if (next.End <= next.Start)
                continue;
            if (merged is [.., var last]
                && (next.Start < last.End || (next.Kind == last.Kind && IsOnlySeparator(text.AsSpan(last.End, next.Start - last.End)))))
            {
                var isLonger = next.Start < last.End && next.End - next.Start > last.End - last.Start;
                merged[^1] = new RedactedSpan(last.Start, Math.Max(last.End, next.End), isLonger ? next.Kind : last.Kind);
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged;
    }

    private static bool IsOnlySeparator(ReadOnlySpan<char> gap)
        => !gap.ContainsAnyExcept(" ,.-") || gap is [' ', var c, ' '] && char.IsAsciiLetter(c);

    private static string Of(RedactionKind kind) => kind switch
    {
        RedactionKind.CardNumber => "[card number]",
        RedactionKind.CardCode => "[card code]",
        RedactionKind.AccountNumber => "[account number]",
        RedactionKind.Password => "[password]",
        RedactionKind.SecurityAnswer => "[security answer]",
        RedactionKind.ApiKey => "[api key]",
        RedactionKind.SeedPhrase => "[seed phrase]",
        RedactionKind.PassportNumber => "[passport number]",
        RedactionKind.DrivingLicence => "[driving licence]",
        RedactionKind.NationalId => "[national id]",
        _ => "[health number]",
    };
}
