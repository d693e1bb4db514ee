using System.Text.Json.Serialization;

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
}
