namespace Elaoms.Core.Records.Facts;

/// <summary>How far a fact is to be believed: a greeting uses confirmed ones only, a profile tells the others as what they are.</summary>
public enum FactConfidence
{
    /// <summary>Found by search, told as unconfirmed, never spoken.</summary>
    Unconfirmed,

    /// <summary>Something speaks against it.</summary>
    Unsure,

    /// <summary>The caller said so.</summary>
    Confirmed,
}
