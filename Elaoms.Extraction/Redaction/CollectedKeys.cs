using System.Text;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Judges the keys of collected values.</summary>
internal static class CollectedKeys
{
    private static readonly string[] Answers =
        ["true", "false", "yes", "no", "none", "null", "unknown", "n/a", "not provided", "not given", "not set", "reset", "changed",
            "forgotten"];

    /// <summary>What a key says its value is: the last thing it names.</summary>
    public static SecretCueKind? Kind(string key, RedactionVocabulary vocabulary, CallContext context)
        => AnalyzedText.Of(Spaced(key), vocabulary).LastCue is { } cue ? context.Resolve(cue.Kind, isAboutCard: false) : null;

    /// <summary>Whether the value under a key is a secret as a whole.</summary>
    public static bool IsSecret(SecretCueKind? kind, AnalyzedText value) => kind switch
    {
        null => false,
        { } named when named.IsFreeText() => !Answers.Contains(value.Tokens.Text.Trim(), StringComparer.OrdinalIgnoreCase),
        SecretCueKind.Card or SecretCueKind.CardEnding => false,
        { } named => !named.IsOrdinary() && (value.Runs.Count > 0 || value.Ibans.Count > 0),
    };

    // "cardNumber" is two words.
    private static string Spaced(string key)
    {
        var spaced = new StringBuilder(key.Length + 8);
        for (var i = 0; i < key.Length; i++)
        {
            if (i > 0 && char.IsUpper(key[i]) && char.IsLower(key[i - 1]))
                spaced.Append(' ');
            spaced.Append(key[i] == '_' ? ' ' : key[i]);
        }

        return spaced.ToString();
    }
}
