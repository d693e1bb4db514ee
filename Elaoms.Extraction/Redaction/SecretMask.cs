using System.Text;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Redaction;

/// <summary>Puts masks in the place of secrets.</summary>
internal static class SecretMask
{
    private static readonly string[] All = [.. Enum.GetValues<RedactionKind>().Select(Of)];

    /// <summary>The mask that stands in a text.</summary>
    public static string? At(string text, int at) => Array.Find(All, mask => string.CompareOrdinal(text, at, mask, 0, mask.Length) == 0);

    /// <summary>The text with a mark in the place of each span.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">In order, without overlaps: see <see cref="Merge"/>.</param>
    public static string Apply(string text, IReadOnlyList<RedactedSpan> spans)
    {
        if (spans.Count == 0)
            return text;
        var masked = new StringBuilder();
        var at = 0;
        foreach (var span in spans)
        {
            masked.Append(text, at, span.Start - at).Append(Of(span.Kind));
            at = span.End;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The spans in order. Those that touch or overlap become one, of the kind of the longest.</summary>
    public static IReadOnlyList<RedactedSpan> Merge(string text, IEnumerable<RedactedSpan> secrets)
        => [.. Merged(text, secrets.OrderBy(secret => secret.Start).ThenByDescending(secret => secret.End)).Where(span => span.End > span.Start)];

    private static IEnumerable<RedactedSpan> Merged(string text, IEnumerable<RedactedSpan> secrets)
    {
        RedactedSpan? open = null;
        foreach (var next in secrets)
        {
            if (open is not { } one)
            {
                open = next;
                continue;
            }

            var overlap = next.Start < one.End;
            if (overlap || (next.Kind == one.Kind && !text.AsSpan(one.End, next.Start - one.End).ContainsAnyExcept(" ,.-")))
            {
                var kind = overlap && next.End - next.Start > one.End - one.Start ? next.Kind : one.Kind;
                open = new RedactedSpan(one.Start, Math.Max(one.End, next.End), kind);
                continue;
            }

            yield return one;
            open = next;
        }

        if (open is { } last)
            yield return last;
    }

    private static string Of(RedactionKind kind) => kind switch
    {
        RedactionKind.CardNumber => "[card number]",
        RedactionKind.CardCode => "[card code]",
        RedactionKind.AccountNumber => "[account number]",
        RedactionKind.Password => "[password]",
        _ => "[health number]",
    };
}
