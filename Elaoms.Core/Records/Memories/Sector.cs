using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Memories;

/// <summary>What kind of memory it is: OpenMemory's five sectors.</summary>
[JsonConverter(typeof(SectorJsonConverter))]
public enum Sector
{
    /// <summary>A lasting fact.</summary>
    Semantic,

    /// <summary>Something that happened at a time.</summary>
    Episodic,

    /// <summary>How the caller likes things done.</summary>
    Procedural,

    /// <summary>How the caller felt.</summary>
    Emotional,

    /// <summary>What can be concluded about the caller.</summary>
    Reflective,
}
