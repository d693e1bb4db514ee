using System.Collections.Frozen;

namespace Elaoms.Core.Records.Facts;

/// <summary>English names of languages. Written out, because without ICU (<c>InvariantGlobalization</c>) the runtime has none.</summary>
internal static class LanguageNames
{
    private const int LongestTag = 12;

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["bn"] = "Bengali",
        ["ca"] = "Catalan",
        ["cs"] = "Czech",
        ["cy"] = "Welsh",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hr"] = "Croatian",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["ms"] = "Malay",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pa"] = "Punjabi",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sk"] = "Slovak",
        ["so"] = "Somali",
        ["sr"] = "Serbian",
        ["sv"] = "Swedish",
        ["ta"] = "Tamil",
        ["th"] = "Thai",
        ["tl"] = "Tagalog",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["ur"] = "Urdu",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // https://www.loc.gov/standards/iso639-2/php/code_list.php
    private const string Codes =
        " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa " +
        "ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko " +
        "kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa " +
        "pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty " +
        "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

    /// <summary>Converts a code, a tag such as <c>pt-BR</c> or an English name to an ISO 639-1 code; null for anything else.</summary>
    public static string? CodeOf(string? language)
    {
        if (language is null)
            return null;
        var name = language.Trim();
        var code = name.Split('-', '_')[0].ToLowerInvariant();
        if (code.Length == 2 && Codes.Contains($" {code} ", StringComparison.Ordinal) && name.Length <= LongestTag)
            return code;
        return Names.FirstOrDefault(known => string.Equals(known.Value, name, StringComparison.OrdinalIgnoreCase)).Key;
    }

    /// <summary>The name of a language; the code itself for one that isn't known.</summary>
    public static string Of(string code) => Names.GetValueOrDefault(code, code);
}
