namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What became of a memory that was added.</summary>
internal sealed record AddAnswer(string? Id, bool Deduplicated);
