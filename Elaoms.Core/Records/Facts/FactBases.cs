namespace Elaoms.Core.Records.Facts;

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
