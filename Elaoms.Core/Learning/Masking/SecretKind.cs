namespace Elaoms.Core.Learning.Masking;

/// <summary>What kind of secret was said.</summary>
internal enum SecretKind
{
    /// <summary>The number of a payment card.</summary>
    CardNumber,

    /// <summary>The code of a payment card, or until when it is valid.</summary>
    CardCode,

    /// <summary>The number of a bank account.</summary>
    Account,

    /// <summary>A password, a PIN or a code that is used once.</summary>
    Password,

    /// <summary>A number of a health or social insurance, of a patient, or a reading of the body.</summary>
    Health,
}
