using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>A word of a text: letters and digits without anything between.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character behind it.</param>
/// <param name="PlainStart">Where its plain form begins: in lower case, without accents, with plain digits.</param>
/// <param name="PlainEnd">Where that ends.</param>
/// <param name="WordId">Its number in the vocabulary; 0 when it is not there.</param>
/// <param name="Sections">The sections of the vocabulary with phrases that begin with it, a bit for each.</param>
/// <param name="Digits">How many characters of the plain form are digits.</param>
/// <param name="Sentence">In which sentence it stands.</param>
/// <param name="IsMark">Whether it is a mark, which stands for a secret already.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(
    int Start, int End, int PlainStart, int PlainEnd, int WordId, ulong Sections, int Digits, int Sentence, bool IsMark)
{
    /// <summary>How long the plain form is.</summary>
    public int Length => PlainEnd - PlainStart;

    /// <summary>Whether it is digits only.</summary>
    public bool IsNumeral => Digits > 0 && Digits == Length;

    /// <summary>Whether it has letters and digits.</summary>
    public bool IsMixed => Digits > 0 && Digits < Length;

    /// <summary>Whether it is one letter.</summary>
    public bool IsLetter => Digits == 0 && Length == 1;
}
