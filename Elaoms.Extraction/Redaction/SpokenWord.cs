using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction;

/// <summary>A word of a text: letters and digits without anything between.</summary>
/// <param name="Plain">In lower case, without accents, with plain digits.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Digits">How many of its characters are digits.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpokenWord(string Plain, int Start, int End, int Digits)
{
    /// <summary>Whether it is digits only.</summary>
    public bool IsNumeral => Digits == Plain.Length;

    /// <summary>Whether it has letters and digits.</summary>
    public bool IsMixed => Digits > 0 && !IsNumeral;

    /// <summary>Whether it is a mask, which stands for a secret already.</summary>
    public bool IsMask => Plain[0] == '[';

    /// <summary>Whether it is one letter.</summary>
    public bool IsLetter => Digits == 0 && Plain.Length == 1;
}
