namespace Elaoms.Extraction.Redaction;

/// <summary>What words say about the number or the word that goes with them.</summary>
internal enum CueKind
{
    /// <summary>The number of a payment card, maybe in pieces.</summary>
    CardNumber,

    /// <summary>A payment card.</summary>
    Card,

    /// <summary>The code of a card.</summary>
    CardCode,

    /// <summary>Until when something is valid; a card when one was spoken of.</summary>
    CardExpiry,

    /// <summary>A bank account.</summary>
    Account,

    /// <summary>A bank account if the call is about one, else a customer's.</summary>
    AccountOrCustomer,

    /// <summary>A password, maybe in words.</summary>
    Password,

    /// <summary>A secret of digits.</summary>
    Pin,

    /// <summary>Some code: secret when it is said to be a number of some digits.</summary>
    Code,

    /// <summary>A number of a health or social insurance, or of a patient.</summary>
    Health,

    /// <summary>A reading of the body.</summary>
    Reading,

    /// <summary>A telephone number, which stays.</summary>
    Phone,

    /// <summary>The number of an order, a parcel, a contract and so on, which stays.</summary>
    Other,

    /// <summary>What is counted or dated.</summary>
    Measure,

    /// <summary>The end of a number, which stays.</summary>
    LastDigits,
}
