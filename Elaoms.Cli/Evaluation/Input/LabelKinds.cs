using Elaoms.Core.Records.Facts;

namespace Elaoms.Cli.Evaluation.Input;

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

    private const string AccountNumber = "account_number";

    private static readonly string[] SecretWords =
    [
        "ssn", "social_security", "password", "passcode", "passphrase", "pin", "cvv", "cvc", "security_code", "card_number", "cardnumber",
        "card_expiry", AccountNumber, "iban", "routing_number", "api_key", "seed_phrase", "maiden_name", "passport",
        "driving_licence", "driver_license", "tax_id", "national_id",
    ];

    /// <summary>The kind of fact that a label marks; null when it marks none.</summary>
    public static string? FactKindOf(string slot)
    {
        var key = slot.ToLowerInvariant();
        // A date alone is that of a flight or a bill, and none of the caller's.
        return OtherNames.GetValueOrDefault(key) ?? (FactKinds.IsKnown(key) && key != FactKinds.Date.Key ? FactKinds.Of(key).Key : null);
    }

    /// <summary>
    /// Whether a label marks a secret: its name holds <c>ssn</c>, <c>password</c>, <c>card_number</c> or the like, as whole words.
    /// A shop's account numbers are none.
    /// </summary>
    /// <param name="slot">The label's name.</param>
    /// <param name="domain">What the call is about, as the labels say; null when they don't.</param>
    public static bool IsSecret(string slot, string? domain)
    {
        var key = "_" + slot.ToLowerInvariant().Replace('-', '_').Replace(' ', '_') + "_";
        var isOfBank = domain is null || domain.Contains("financ", StringComparison.OrdinalIgnoreCase)
            || domain.Contains("bank", StringComparison.OrdinalIgnoreCase);
        var words = isOfBank ? SecretWords : SecretWords.Where(word => word != AccountNumber);
        return words.Any(word => key.Contains("_" + word + "_", StringComparison.Ordinal));
    }
}
