using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Extraction.Redaction;

/// <summary>What words say about the number or the word that goes with them. A language's file has a section for
/// each: <c>[redaction: card number]</c>.</summary>
internal enum SecretCueKind
{
    /// <summary>The number of a payment card, maybe in pieces.</summary>
    CardNumber,

    /// <summary>A part of a number: of a card's, when the call is about one.</summary>
    CardNumberPart,

    /// <summary>A payment card.</summary>
    Card,

    /// <summary>The code of a card.</summary>
    CardCode,

    /// <summary>Until when something is valid; a card when one was spoken of.</summary>
    CardExpiry,

    /// <summary>The last digits of a card, as the answer to a question for them.</summary>
    CardEnding,

    /// <summary>A bank account.</summary>
    BankAccount,

    /// <summary>A bank account if the call is about one, else a customer's.</summary>
    AccountNumber,

    /// <summary>A password, maybe in words.</summary>
    Password,

    /// <summary>A secret of digits.</summary>
    Pin,

    /// <summary>Some code: secret when something says that it protects.</summary>
    Code,

    /// <summary>The answer to a security question.</summary>
    SecurityAnswer,

    /// <summary>A key of an interface.</summary>
    ApiKey,

    /// <summary>The words that restore a wallet.</summary>
    SeedPhrase,

    /// <summary>A passport's number.</summary>
    Passport,

    /// <summary>A driving licence's number.</summary>
    DrivingLicence,

    /// <summary>A number of a person with the state: identity card, tax, social insurance.</summary>
    NationalId,

    /// <summary>A number of a health insurance or of a patient.</summary>
    HealthNumber,

    /// <summary>A reading of the body.</summary>
    BodyReading,

    /// <summary>A telephone number, which stays.</summary>
    Phone,

    /// <summary>The number of an order, a parcel, a contract and so on, which stays.</summary>
    OtherNumber,

    /// <summary>What is counted or dated.</summary>
    Measure,

    /// <summary>What is said in words: a name, an e-mail address.</summary>
    Name,

    /// <summary>Right before a sum of money.</summary>
    Amount,

    /// <summary>The end of a number, which stays.</summary>
    LastDigits,

    /// <summary>A question for something else.</summary>
    Unknown,
}

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
