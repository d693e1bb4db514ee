namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What we note beside a text, to know our own again.</summary>
/// <param name="Sector">Forces the sector: without it the server guesses from English words.</param>
/// <param name="ElaomsId">The memory's id in the caller's record.</param>
/// <param name="ElaomsCaller">Stands for the caller.</param>
/// <param name="ElaomsText">Stands for caller and text: what bears it was given by us, for this caller and with this text.</param>
internal sealed record MemoryMetadata(string? Sector, string? ElaomsId, string? ElaomsCaller, string? ElaomsText);
