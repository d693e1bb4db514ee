namespace Elaoms.Storage.Local;

/// <summary>A value as it stands in its row.</summary>
/// <param name="Value">The value.</param>
/// <param name="Tag">Names this version.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
internal sealed record SqliteTaggedValue<T>(T Value, string Tag, int SizeBytes);
