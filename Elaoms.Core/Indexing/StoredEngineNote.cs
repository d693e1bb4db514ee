namespace Elaoms.Core.Indexing;

/// <summary>A note as it stands in the store.</summary>
/// <param name="Note">The note.</param>
/// <param name="Tag">Names this version; a write that gives it fails when another came first.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
public sealed record StoredEngineNote(EngineNote Note, string Tag, int SizeBytes);
