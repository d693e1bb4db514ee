namespace Elaoms.Core.OpenMemory.Wire;

/// <summary>One of the matches.</summary>
internal sealed record QueryMatch(string? Id);
