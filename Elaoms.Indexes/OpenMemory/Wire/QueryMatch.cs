namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>One of the matches.</summary>
internal sealed record QueryMatch(string? Id);
