using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>A part of a number: digits, a number word, or letters that belong to it.</summary>
/// <param name="Text">Its digits, or its letters in lower case.</param>
/// <param name="FirstToken">The first of its words.</param>
/// <param name="EndToken">The word after the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberPart(string Text, int FirstToken, int EndToken)
{
    /// <summary>Whether it is digits only.</summary>
    public bool IsDigits => !Text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
