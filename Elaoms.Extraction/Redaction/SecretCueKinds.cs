using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Extraction.Redaction;

/// <summary>What follows from the kind of a cue.</summary>
internal static class SecretCueKinds
{
    /// <summary>Whether what goes with it stays as it is.</summary>
    public static bool IsOrdinary(this SecretCueKind kind) => kind >= SecretCueKind.Phone;

    /// <summary>Whether a number that it goes with stays.</summary>
    public static bool IsOrdinaryNumber(this SecretCueKind kind)
        => kind is SecretCueKind.Phone or SecretCueKind.OtherNumber or SecretCueKind.Measure or SecretCueKind.Amount
            or SecretCueKind.LastDigits;

    /// <summary>Whether it belongs to a payment card.</summary>
    public static bool IsOfCard(this SecretCueKind kind)
        => kind is SecretCueKind.CardNumber or SecretCueKind.CardNumberPart or SecretCueKind.CardCode or SecretCueKind.CardExpiry
            or SecretCueKind.Pin or SecretCueKind.LastDigits;

    /// <summary>Whether it says that a call is about a payment card.</summary>
    public static bool IsAboutCard(this SecretCueKind kind)
        => kind is SecretCueKind.Card or SecretCueKind.CardNumber or SecretCueKind.CardCode;

    /// <summary>Whether the secret may be words.</summary>
    public static bool IsFreeText(this SecretCueKind kind)
        => kind is SecretCueKind.Password or SecretCueKind.SecurityAnswer or SecretCueKind.ApiKey or SecretCueKind.SeedPhrase;

    /// <summary>Whether it is a number of an authority or an insurer, maybe with letters.</summary>
    public static bool IsIdentifier(this SecretCueKind kind)
        => kind is SecretCueKind.Passport or SecretCueKind.DrivingLicence or SecretCueKind.NationalId or SecretCueKind.HealthNumber;

    /// <summary>How many digits such a secret has; a caller who has said fewer may go on in the next turn.</summary>
    public static int EnoughDigits(this SecretCueKind kind) => kind switch
    {
        SecretCueKind.CardNumber or SecretCueKind.Card => 13,
        SecretCueKind.CardCode => 3,
        SecretCueKind.CardEnding or SecretCueKind.CardExpiry or SecretCueKind.Pin or SecretCueKind.Code or SecretCueKind.Password => 4,
        SecretCueKind.BankAccount => 18,
        SecretCueKind.AccountNumber => 8,
        _ => 9,
    };

    /// <summary>What such a secret is redacted as.</summary>
    public static RedactionKind RedactedAs(this SecretCueKind kind) => kind switch
    {
        SecretCueKind.CardNumber or SecretCueKind.CardNumberPart or SecretCueKind.Card or SecretCueKind.CardEnding
            => RedactionKind.CardNumber,
        SecretCueKind.CardCode or SecretCueKind.CardExpiry => RedactionKind.CardCode,
        SecretCueKind.BankAccount or SecretCueKind.AccountNumber => RedactionKind.AccountNumber,
        SecretCueKind.SecurityAnswer => RedactionKind.SecurityAnswer,
        SecretCueKind.ApiKey => RedactionKind.ApiKey,
        SecretCueKind.SeedPhrase => RedactionKind.SeedPhrase,
        SecretCueKind.Passport => RedactionKind.PassportNumber,
        SecretCueKind.DrivingLicence => RedactionKind.DrivingLicence,
        SecretCueKind.NationalId => RedactionKind.NationalId,
        SecretCueKind.HealthNumber or SecretCueKind.BodyReading => RedactionKind.HealthNumber,
        _ => RedactionKind.Password,
    };
}
