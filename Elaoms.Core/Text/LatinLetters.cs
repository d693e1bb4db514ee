using System.Text;

namespace Elaoms.Core.Text;

/// <summary>
/// Takes accents off Latin letters. Written out, because without ICU (<c>InvariantGlobalization</c>) the runtime's own normalisation
/// leaves them on.
/// </summary>
public static class LatinLetters
{
    // From U+00C0 and from U+1E00: each letter's base in lower case, and letters that have none as they are.
    private const int First = 0xC0;
    private const int FirstAdditional = 0x1E00;

    private const string Bases =
        "aaaaaaæceeeeiiiiðnooooo×ouuuuyþßaaaaaaæceeeeiiiiðnooooo÷ouuuuyþy" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸllllllŀ" +
        "ŀllnnnnnnŉŋŋooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzſ";

    private const string AdditionalBases =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
        "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwyẚſẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ";

    /// <summary>The base of a letter with an accent, in lower case; anything else as it is.</summary>
    public static char Base(char letter) => (char)Base((int)letter);

    /// <summary>Whether each letter of a text is a Latin one.</summary>
    internal static bool AreAll(string text) => text.EnumerateRunes().All(rune => !Rune.IsLetter(rune) || IsLatin(rune.Value));

    /// <summary>Whether no letter of a text is a Latin one.</summary>
    internal static bool AreNone(string text) => !text.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && IsLatin(rune.Value));

    /// <inheritdoc cref="Base(char)" />
    internal static int Base(int rune)
    {
        if (rune - First is >= 0 and var at && at < Bases.Length)
            return Bases[at];
        return rune - FirstAdditional is >= 0 and var further && further < AdditionalBases.Length ? AdditionalBases[further] : rune;
    }

    private static bool IsLatin(int rune) => rune is < 0x250 or (>= 0x2B0 and <= 0x2C1) or (>= FirstAdditional and <= 0x1EFF);
}
