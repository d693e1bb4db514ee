namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>Where it is searched for: some versions read the user here only.</summary>
internal sealed record QueryFilters(string? UserId);
