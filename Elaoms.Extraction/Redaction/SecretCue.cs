using System.Runtime.InteropServices;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Words of a text that say what goes with them.</summary>
/// <param name="Kind">What they say.</param>
/// <param name="FirstToken">The first of the words.</param>
/// <param name="EndToken">The word after the last.</param>
/// <param name="Languages">The languages that have these words.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SecretCue(SecretCueKind Kind, int FirstToken, int EndToken, uint Languages)
{
    /// <summary>Whether they name a number, not merely what has one: <c>order number</c>, not <c>order</c>.</summary>
    public bool NamesNumber(TokenizedText text)
    {
        if (EndToken - FirstToken > 1)
            return true;
        foreach (var word in text.Vocabulary.NumberNouns)
        {
            if (text.Plain(FirstToken).EndsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
