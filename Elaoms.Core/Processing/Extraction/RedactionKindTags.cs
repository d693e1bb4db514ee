namespace Elaoms.Core.Processing.Extraction;

/// <summary>Kinds of redactions in telemetry.</summary>
internal static class RedactionKindTags
{
    /// <summary>The kind as a tag.</summary>
    public static string ToTag(this RedactionKind kind) => kind switch
    {
        RedactionKind.CardNumber => "card_number",
        RedactionKind.CardCode => "card_code",
        RedactionKind.AccountNumber => "account_number",
        RedactionKind.Password => "password",
        RedactionKind.SecurityAnswer => "security_answer",
        RedactionKind.ApiKey => "api_key",
        RedactionKind.SeedPhrase => "seed_phrase",
        RedactionKind.PassportNumber => "passport_number",
        RedactionKind.DrivingLicence => "driving_licence",
        RedactionKind.NationalId => "national_id",
        _ => "health_number",
    };
}
