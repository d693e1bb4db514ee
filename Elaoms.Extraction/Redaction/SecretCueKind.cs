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
