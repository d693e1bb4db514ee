using System.Text.Json.Serialization;

namespace Elaoms.Core.Facts;

/// <summary>Why a fact is believed, or not.</summary>
[JsonConverter(typeof(FactBasisJsonConverter))]
public enum FactBasis
{
    /// <summary>Nothing that the caller said supports it: only the platform's analysis says so.</summary>
    Unsupported,

    /// <summary>A word alone, to no question.</summary>
    BareWord,

    /// <summary>A second name on the same line.</summary>
    SecondName,

    /// <summary>The platform's analysis collected it, and a turn of the caller says it.</summary>
    Supported,

    /// <summary>The answer to a question for it.</summary>
    Answered,

    /// <summary>The caller said so of themselves.</summary>
    SelfIdentified,

    /// <summary>The caller spelled it.</summary>
    Spelled,
}

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

/// <summary>What follows from a basis.</summary>
public static class FactBases
{
    /// <summary>How far a fact of this basis is to be believed.</summary>
    public static FactConfidence Confidence(this FactBasis basis) => basis switch
    {
        FactBasis.Unsupported => FactConfidence.Unconfirmed,
        FactBasis.BareWord or FactBasis.SecondName => FactConfidence.Unsure,
        _ => FactConfidence.Confirmed,
    };

    /// <summary>The confidence as the webhooks spell it.</summary>
    public static string WireName(this FactConfidence confidence) => confidence switch
    {
        FactConfidence.Unconfirmed => "unconfirmed",
        FactConfidence.Unsure => "unsure",
        _ => "confirmed",
    };
}
