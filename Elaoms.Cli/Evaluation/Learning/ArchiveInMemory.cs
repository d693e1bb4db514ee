using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Holds the one payload that is being learned. Recordings are refused: nothing is learned from them.</summary>
internal sealed class ArchiveInMemory : IPayloadArchive
{
    private PayloadName? _name;
    private byte[] _body = [];

    /// <summary>Puts a payload in the place of the one before.</summary>
    public void Set(PayloadName? name, byte[] body) => (_name, _body) = (name, body);

    /// <inheritdoc/>
    public ValueTask StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        Set(name, body.AsMemory().ToArray());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken)
        => new(name == _name ? new MemoryStream(_body, writable: false) : null);

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenAudioAsync(PayloadName name, CancellationToken cancellationToken) => new((Stream?)null);

    /// <inheritdoc/>
    public IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, CancellationToken cancellationToken)
        => AsyncEnumerable.Empty<ArchivedPayload>();

    /// <inheritdoc/>
    public ValueTask StoreAudioAsync(PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        => throw new NotSupportedException("An evaluation keeps no recordings.");

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PayloadName name, CancellationToken cancellationToken) => DeleteConversationAsync(name, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken)
    {
        Set(null, []);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
