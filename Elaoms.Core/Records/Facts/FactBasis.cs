using System.Text.Json.Serialization;
using System.Text.Json;

namespace Elaoms.Core.Records.Facts;

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

    /// <summary>An operator said so.</summary>
    Operator,
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

/// <summary>Writes bases as words, so that their order in the code may change.</summary>
internal sealed class FactBasisJsonConverter()
    : JsonStringEnumConverter<FactBasis>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
