namespace Elaoms.Storage.Azure;

/// <summary>A value as it was read.</summary>
/// <param name="Value">The value.</param>
/// <param name="Tag">Names the version.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
internal sealed record JsonBlob<T>(T Value, string Tag, int SizeBytes);
