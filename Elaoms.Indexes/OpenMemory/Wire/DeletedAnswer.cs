namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>How many memories of a user were deleted.</summary>
internal sealed record DeletedAnswer(int Deleted);
