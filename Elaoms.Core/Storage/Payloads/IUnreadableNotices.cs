using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>Keeps the notices of messages that can't be read, as one value.</summary>
public interface IUnreadableNotices
{
    /// <summary>Reads the notices; null when none were ever written.</summary>
    ValueTask<Stored<UnreadableNotices>?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the notices over the version that was read.</summary>
    /// <param name="notices">The notices.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first one.</param>
    /// <returns>The tag of what was written; null when another version has come in between: read again.</returns>
    ValueTask<string?> TryWriteAsync(UnreadableNotices notices, string? replaces, CancellationToken cancellationToken);
}
