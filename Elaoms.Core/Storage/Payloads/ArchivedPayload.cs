namespace Elaoms.Core.Storage.Payloads;

/// <summary>A payload as the archive lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredAt">When it was stored, by the clock of the storage.</param>
public readonly record struct ArchivedPayload(PayloadName Name, DateTimeOffset StoredAt);
