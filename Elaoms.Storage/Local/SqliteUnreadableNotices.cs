using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local;

/// <summary>Notices of messages that can't be read, in one row.</summary>
public sealed class SqliteUnreadableNotices(SqliteDatabase database) : IUnreadableNotices
{
    private const string Name = "unreadable";

    private readonly SqliteVersionedTable<UnreadableNotices> _notices =
        new(database, "notices", "name", "notices", ReceiptJson.Default.UnreadableNotices);

    /// <inheritdoc />
    public ValueTask<Stored<UnreadableNotices>?> ReadAsync(CancellationToken cancellationToken)
        => ValueTask.FromResult(_notices.Read(Name));

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(UnreadableNotices notices, string? replaces, CancellationToken cancellationToken)
        => _notices.TryWriteAsync(Name, notices, replaces, cancellationToken);
}
