namespace Elaoms.Core.Storage.Documents;

/// <summary>A value as it stands in the store.</summary>
/// <param name="Value">The value.</param>
/// <param name="ETag">Names this version; a write that gives it fails when another came first.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
public sealed record Stored<T>(T Value, string ETag, int SizeBytes);
