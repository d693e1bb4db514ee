namespace Elaoms.Core.Storage.Payloads;

/// <summary>Where large bodies wait while they are received; the storage says which folder suits it.</summary>
/// <param name="Path">The folder.</param>
public sealed record SpoolDirectory(string Path);
