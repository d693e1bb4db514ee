using System.Text;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Redaction;

/// <summary>Judges the keys of collected values.</summary>
internal static class SecretKeys
{
    private static readonly string[] Answers =
        ["true", "false", "yes", "no", "none", "null", "unknown", "n/a", "not provided", "not given", "not set", "reset", "changed", "forgotten"];

    /// <summary>What a key says its value is: the last thing it names.</summary>
    public static CueKind? Kind(string key, SecretWords words, Lazy<bool> isAboutBank)
        => CuedText.Of(Spaced(key), words, isAboutBank).LastCue?.Kind;

    /// <summary>Whether the value under a key is a secret as a whole.</summary>
    public static bool IsSecret(CueKind? kind, CuedText value) => kind switch
    {
        CueKind.Password => !Answers.Contains(value.Spoken.Text.Trim(), StringComparer.OrdinalIgnoreCase),
        CueKind.CardNumber or CueKind.CardCode or CueKind.CardExpiry or CueKind.Account or CueKind.Pin or CueKind.Code or CueKind.Health or CueKind.Reading
            => value.Runs.Count > 0 || value.Ibans.Count > 0,
        _ => false,
    };

    /// <summary>What kind of secret a key names.</summary>
    public static RedactionKind SecretOf(CueKind kind) => kind switch
    {
        CueKind.CardNumber => RedactionKind.CardNumber,
        CueKind.CardCode or CueKind.CardExpiry => RedactionKind.CardCode,
        CueKind.Account => RedactionKind.AccountNumber,
        CueKind.Health or CueKind.Reading => RedactionKind.HealthNumber,
        _ => RedactionKind.Password,
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
