namespace Elaoms.FakePlatform;

/// <summary>What ElevenLabs does not document, either way; and what the key may do.</summary>
public sealed class PlatformSemantics
{
    /// <summary>Whether a <c>PATCH</c> replaces free maps, such as placeholders, whole; else it merges them.</summary>
    public bool ReplacesMaps { get; set; }

    /// <summary>Where maps are merged: whether null takes a key out; else it becomes the value.</summary>
    public bool NullRemovesKeys { get; set; } = true;

    /// <summary>Whether null is refused in the place of an item of data collection.</summary>
    public bool RefusesNullItems { get; set; }

    /// <summary>Whether the key may read and write the workspace's webhooks, as those of admins may.</summary>
    public bool MayManageWebhooks { get; set; } = true;

    /// <summary>Whether the key may read and write secrets.</summary>
    public bool MayManageSecrets { get; set; } = true;

    /// <summary>Whether the key may read conversations.</summary>
    public bool MayReadConversations { get; set; } = true;

    /// <summary>Whether the key may delete conversations.</summary>
    public bool MayDeleteConversations { get; set; } = true;

    /// <summary>Whether the key may read agents.</summary>
    public bool MayReadAgents { get; set; } = true;

    /// <summary>Whether agents have branches at all.</summary>
    public bool HasBranches { get; set; } = true;

    /// <summary>By how many seconds a list of conversations may be out of order; 0 for none.</summary>
    public int ListDisorderSeconds { get; set; }

    internal long PlaceOf(string id, long start)
        => ListDisorderSeconds == 0
            ? start
            : start + (id.Aggregate(17, (hash, letter) => (hash * 31 + letter) % 10_007) % ListDisorderSeconds);
}
