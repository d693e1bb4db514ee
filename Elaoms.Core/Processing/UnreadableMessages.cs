using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Processing;

/// <summary>Keeps notices of messages that can't be read, until somebody dismisses them.</summary>
public sealed class UnreadableMessages(IDocumentStore<UnreadableNotices> notices, ElaomsSettings settings, TimeProvider time) : IDisposable
{
    private const int IdBytes = 16;

    private readonly byte[] _hashKey = Encoding.UTF8.GetBytes(settings.CallerHashKey);

    // Of many who write over the same version at once all but one would have to start over.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the notices.</summary>
    public async Task<UnreadableNotices> ReadAsync(CancellationToken cancellationToken)
        => (await notices.ReadAsync(UnreadableNotices.Name, cancellationToken))?.Value ?? UnreadableNotices.None;

    /// <summary>Removes all notices.</summary>
    /// <returns>Those that were removed. One that comes at the same time is either among them or stays.</returns>
    public Task<UnreadableNotices> DismissAsync(CancellationToken cancellationToken)
        => ChangeAsync(kept => kept.Messages == 0 ? kept : UnreadableNotices.None, cancellationToken);

    /// <summary>Keeps a notice of a message; of another one with the same text, its count.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <param name="fault">Why it can't be read.</param>
    /// <param name="queue">Where it was.</param>
    /// <returns>The notice's id.</returns>
    internal async Task<string> NoteAsync(string text, CallMessageFault fault, string queue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = new UnreadableNotice(IdOf(text), queue, text.Length, fault.Reason, fault.Payload?.Value, Count: 1, now, now);
        await ChangeAsync(kept => kept.With(seen), cancellationToken);
        return seen.Id;
    }

    /// <summary>Removes the notices of messages that name a payload of a conversation.</summary>
    internal Task ForgetAsync(IEnumerable<string> conversations, CancellationToken cancellationToken)
    {
        var forgotten = conversations.ToHashSet(StringComparer.Ordinal);
        return ChangeAsync(kept => kept.Without(forgotten), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    // Returns what was kept before.
    private async Task<UnreadableNotices> ChangeAsync(
        Func<UnreadableNotices, UnreadableNotices> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var kept = UnreadableNotices.None;
            await notices.ChangeAsync(
                UnreadableNotices.Name,
                stored =>
                {
                    kept = stored ?? UnreadableNotices.None;
                    var changed = change(kept);
                    return ReferenceEquals(changed, kept) ? stored : changed;
                },
                cancellationToken);
            return kept;
        }
        finally
        {
            _turn.Release();
        }
    }

    // What is hashed for a caller begins with a tenant and a line break, so no text gets the key of a caller.
    private string IdOf(string text)
    {
        var hash = HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes("unreadable\n" + text));
        return Convert.ToHexStringLower(hash.AsSpan(0, IdBytes));
    }
}
