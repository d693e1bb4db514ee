using Elaoms.Core.Facts;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>What labels mean: which are facts, and which are secrets.</summary>
internal static class LabelKinds
{
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["phonenumber"] = FactKinds.Phone.Key,
        ["emailaddress"] = FactKinds.Email.Key,
        ["current_city"] = FactKinds.Home.Key,
        ["new_city"] = FactKinds.Home.Key,
        ["customername"] = FactKinds.Name.Key,
        ["fullname"] = FactKinds.Name.Key,
    };

    private static readonly string[] SecretWords =
    [
        "ssn", "social_security", "password", "passcode", "passphrase", "pin", "cvv", "cvc", "security_code", "card_number", "cardnumber",
        "card_expiry", "account_number", "accountnumber", "iban", "routing_number", "api_key", "seed_phrase", "maiden_name", "passport",
        "driving_licence", "driver_license", "tax_id", "national_id",
    ];

    /// <summary>The kind of fact that a label marks; null when it marks none.</summary>
    public static string? FactKindOf(string slot)
    {
        var key = slot.ToLowerInvariant();
        return OtherNames.GetValueOrDefault(key) ?? (FactKinds.IsKnown(key) ? FactKinds.Of(key).Key : null);
    }

    /// <summary>Whether a label marks a secret: its name holds one of <c>ssn</c>, <c>password</c>, <c>card_number</c> and so on, as whole words.</summary>
    public static bool IsSecret(string slot)
    {
        var key = "_" + slot.ToLowerInvariant().Replace('-', '_').Replace(' ', '_') + "_";
        return SecretWords.Any(word => key.Contains("_" + word + "_", StringComparison.Ordinal));
    }
}
