namespace Elaoms.Indexes.Embeddings;

/// <summary>A text as it is given to a model.</summary>
internal static class EmbeddedText
{
    // About 500 tokens, which small models can take. A turn is rarely longer, and its subject is mostly clear by then.
    private const int MaxLength = 2000;

    /// <summary>The text without blanks around it, and not longer than models can take; never cut in the middle of a character.</summary>
    public static string Of(string text)
    {
        var clean = text.Trim();
        if (clean.Length <= MaxLength)
            return clean;
        return clean[..(char.IsHighSurrogate(clean[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
