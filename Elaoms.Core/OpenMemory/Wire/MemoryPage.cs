namespace Elaoms.Core.OpenMemory.Wire;

/// <summary>Some of a user's memories.</summary>
internal sealed record MemoryPage(IReadOnlyList<StoredMemory>? Items);
