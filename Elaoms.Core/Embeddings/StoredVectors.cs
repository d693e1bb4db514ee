namespace Elaoms.Core.Embeddings;

/// <summary>A caller's vectors as they stand in the store.</summary>
/// <param name="Vectors">The vectors.</param>
/// <param name="Tag">Names this version; a write that gives it fails when another came first.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
public sealed record StoredVectors(CallerVectors Vectors, string Tag, int SizeBytes);
