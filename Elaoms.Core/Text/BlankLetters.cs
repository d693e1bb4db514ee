namespace Elaoms.Core.Text;

/// <summary>Letters of Hangul that are drawn as nothing.</summary>
internal static class BlankLetters
{
    /// <summary>Whether a character is one.</summary>
    public static bool Has(int rune) => rune is 0x115F or 0x1160 or 0x3164 or 0xFFA0;
}
