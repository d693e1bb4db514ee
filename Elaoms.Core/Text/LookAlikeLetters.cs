using System.Globalization;
using System.Text;

namespace Elaoms.Core.Text;

/// <summary>
/// Reads characters that are drawn like Latin letters as these letters: Cyrillic, Greek and Armenian ones, full-width, mathematical,
/// enclosed and small capitals. For recognition only; no text is changed by it.
/// </summary>
internal static class LookAlikeLetters
{
    private const string Pairs =
        // Cyrillic
        "аaАaвbВbсcСcԁdеeЕeёeЁeєeгrҽeһhНhнhіiІiїiЇiјjЈjкkКkӏlмmМmпnоoОoрpРpԛqѕsЅsтtТtуyУyүyѵvѡwԝwхxХxѮxҮyиnИnяrЯrдaбbшwцuфoэeзeЗe" +
        // Greek and Armenian
        "αaΑaβbΒbϲcϹcδdεeΕeηnΗhιiΙiϳjκkΚkλlμuΜmνvΝnοoΟoρpΡpσoςsτtΤtυuΥyχxΧxωwγyζzΖzπnοoօoոnսuհhցgքpԛq" +
        // Small capitals and other Latin forms
        "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzıiɡgɑaɛeɩiłlŁløoØođdĐdħhŧtƒfʼ'" +
        "ℂcℍhℕnℙpℚqℝrℤzℊgℋhℐiℑiℒlℓlℛrℜrℬbℰeℱfℳmℯeℴoⅰiⅼlⅽcⅾdⅿmⅹxⅴv" +
        "ᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhⁱiʲjᵏkˡlᵐmⁿnᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻzₐaₑeₒoₓxᵢiᵣrᵤuᵥvₕhₖkₗlₘmₙnₚpₛsₜt";

    private static readonly Dictionary<int, char> Known = Read();

    /// <summary>
    /// The Latin letter or digit that a character looks like, in lower case; else the character itself in lower case, without accent.
    /// </summary>
    public static int Fold(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
            return value is >= 'A' and <= 'Z' ? value + ('a' - 'A') : value;
        if (Known.TryGetValue(value, out var latin))
            return latin;
        if (Styled(value) is { } styled)
            return styled;
        return LatinLetters.Base(Rune.ToLower(rune, CultureInfo.InvariantCulture).Value);
    }

    // The blocks of letters that differ in style alone lie in the order of the alphabet.
    private static char? Styled(int value) => value switch
    {
        >= 0xFF01 and <= 0xFF5E => char.ToLowerInvariant((char)(value - 0xFEE0)),
        >= 0x1D400 and <= 0x1D6A3 => Letter((value - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + (value - 0x1D7CE) % 10),
        >= 0x249C and <= 0x24B5 => Letter(value - 0x249C),
        >= 0x24B6 and <= 0x24CF => Letter(value - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => Letter(value - 0x24D0),
        >= 0x1F110 and <= 0x1F129 => Letter(value - 0x1F110),
        >= 0x1F130 and <= 0x1F149 => Letter(value - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => Letter(value - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => Letter(value - 0x1F170),
        >= 0x1F1E6 and <= 0x1F1FF => Letter(value - 0x1F1E6),
        _ => null,
    };

    private static char Letter(int place) => (char)('a' + place);

    private static Dictionary<int, char> Read()
    {
        var known = new Dictionary<int, char>();
        for (var i = 0; i + 1 < Pairs.Length; i += 2)
            known[Pairs[i]] = Pairs[i + 1];
        return known;
    }
}
