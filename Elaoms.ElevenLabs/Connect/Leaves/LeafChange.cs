using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Elaoms.ElevenLabs.Connect.Leaves;

/// <summary>How a leaf of an agent's configuration is changed.</summary>
public enum LeafKind
{
    /// <summary>A value, or a whole object, takes the place of another.</summary>
    Value,

    /// <summary>A list gets an item, or loses one. The other items stay.</summary>
    Item,

    /// <summary>A free map gets a key, or loses one. The other keys stay.</summary>
    Entry,

    /// <summary>A text gets a passage at its end, loses one, or has one replaced. The rest of it stays.</summary>
    Passage,
}

/// <summary>A change of one leaf. Absent and null are the same.</summary>
/// <param name="Path">Where it is, from <c>conversation_config</c>, <c>platform_settings</c> or <c>workflow</c> on.</param>
/// <param name="Kind">How it is changed.</param>
/// <param name="Old">What is there before; null for nothing.</param>
/// <param name="New">What is there after it; null for nothing.</param>
public sealed record LeafChange(IReadOnlyList<string> Path, LeafKind Kind, JsonNode? Old, JsonNode? New)
{
    /// <summary>Where in its list an item is that is taken out, so that it comes back to the same place; null for the end.</summary>
    public int? At { get; init; }

    /// <summary>The change that takes this one back.</summary>
    [JsonIgnore]
    public LeafChange Reversed => this with { Old = New, New = Old };

    /// <summary>The path, as people write it.</summary>
    [JsonIgnore]
    public string Place => string.Join('.', Path);

    /// <summary>Whether it is the same change, by value.</summary>
    public bool IsSameAs(LeafChange other)
        => Kind == other.Kind && Place == other.Place && JsonValues.AreSame(Old, other.Old) && JsonValues.AreSame(New, other.New);
}

/// <summary>How a configuration stands to a change.</summary>
public enum LeafState
{
    /// <summary>It is as before the change.</summary>
    Pending,

    /// <summary>It is as after the change.</summary>
    Done,

    /// <summary>It is neither: somebody else changed it.</summary>
    ChangedByOthers,
}
