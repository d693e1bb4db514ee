namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>Some of a user's memories.</summary>
internal sealed record MemoryPage(IReadOnlyList<StoredMemory>? Items);
