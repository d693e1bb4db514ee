using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>Redaction as its spans say it.</summary>
internal static class RedactedTexts
{
    /// <summary>The text with a mark in the place of each span.</summary>
    public static string WithMarks(string text, IReadOnlyList<RedactedSpan> spans)
    {
        var marked = text;
        foreach (var span in spans.Reverse())
            marked = string.Concat(marked.AsSpan(0, span.Start), Mark(span.Kind), marked.AsSpan(span.End));
        return marked;
    }

    // "CardNumber" is "[card number]".
    private static string Mark(RedactionKind kind)
        => "[" + string.Concat(kind.ToString().Select((c, i) => (char.IsUpper(c) && i > 0 ? " " : "") + char.ToLowerInvariant(c))) + "]";
}
