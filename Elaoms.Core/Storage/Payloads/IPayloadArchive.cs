namespace Elaoms.Core.Storage.Payloads;

/// <summary>
/// Keeps every payload as it came. Names are derived from the content, so writing one again changes nothing.
/// </summary>
public interface IPayloadArchive
{
    /// <summary>Stores a payload; when this returns, it outlives the process. A payload that is already there stays as it is.</summary>
    ValueTask StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken);

    /// <summary>Opens a payload; null when it is not there.</summary>
    ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken);

    /// <summary>Opens the recording that belongs to a payload; null when there is none.</summary>
    ValueTask<Stream?> OpenAudioAsync(PayloadName name, CancellationToken cancellationToken);

    /// <summary>Lists the payloads of a day of receipt, .mp3 files not among them, in any order.</summary>
    IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Stores the recording that belongs to a payload.</summary>
    /// <param name="name">The payload.</param>
    /// <param name="write">Writes the recording to the stream it is given.</param>
    ValueTask StoreAudioAsync(PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Deletes a payload, and the recording that belongs to it. One that is gone already is passed over.</summary>
    ValueTask DeleteAsync(PayloadName name, CancellationToken cancellationToken);

    /// <summary>Deletes a conversation's payloads of a day, with their recordings.</summary>
    ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken);

    /// <summary>Fails when the archive cannot be used.</summary>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}

/// <summary>A payload as the archive lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredAt">When it was stored, by the clock of the storage.</param>
public readonly record struct ArchivedPayload(PayloadName Name, DateTimeOffset StoredAt);
