namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What a memory is added with.</summary>
internal sealed record AddRequest(string Content, MemoryMetadata Metadata, string? UserId);
