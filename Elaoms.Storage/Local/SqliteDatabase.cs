using System.Collections.Concurrent;
using Elaoms.Core.Settings;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>
/// The SQLite file: one writer at a time, readers beside it (WAL). Every statement is its own transaction, so nothing is ever half written.
/// Another process may use the file at the same time.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    // A writer waits for another process's writer. In WAL mode a reader waits only if another program locks the whole file; a caller is on
    // the line then, so it gives up soon.
    private const int WriterTimeoutSeconds = 5;
    private const int ReaderTimeoutSeconds = 1;

    // 32 MB of log before it is worked into the file: that is the one moment when a commit waits for the disk.
    private const int CheckpointPages = 8000;

    // For each session, of which there may be as many as requests. What is read once more comes from the system's own cache.
    private const int CacheKilobytes = 256;

    // A commit outlives the process. After a power cut the file is as it was at some commit; DURABILITY=disk has the rest in its journal.
    private const string UnflushedCommits = "PRAGMA synchronous=NORMAL";

    /// <summary>The condition for receipts that say failed, spelled as in their index.</summary>
    internal const string ReceiptFailed = "CAST(receipt AS TEXT) ->> 'result' = 'failed'";

    /// <summary>The form of a stored document in a column, for conditions.</summary>
    internal static string VersionOf(string column) => $"coalesce(CAST({column} AS TEXT) ->> 'version', 1)";

    /// <summary><see cref="Elaoms.Core.Storage.Payloads.ReceiptResult.Failed"/> in a column, spelled as in an index.</summary>
    internal const string CallFailed = "2";

    private const string CallColumns = "id INTEGER PRIMARY KEY AUTOINCREMENT, message TEXT NOT NULL, visible_at INTEGER NOT NULL, "
        + "dequeue_count INTEGER NOT NULL DEFAULT 0, lease TEXT";

    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS callers (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, record BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS segments (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, segment BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS profiles (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, profile BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS changes (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, changes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS pending_changes (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, change BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS conversations (hash TEXT PRIMARY KEY, tag INTEGER NOT NULL, claim BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS engine (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, note BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, vectors BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS engine_due (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, task BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS receipts (payload TEXT PRIMARY KEY, receipt BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS failed_receipts ON receipts (payload) WHERE {ReceiptFailed};
        CREATE TABLE IF NOT EXISTS pending (payload TEXT PRIMARY KEY, added_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS comparisons (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, comparison BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS recall_counts (day TEXT PRIMARY KEY, tag INTEGER NOT NULL, counts BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS operator_locks (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, lock BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS jobs (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, jobs BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS reconciliations (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, reconciliation BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS agent_checks (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, checks BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS notices (name TEXT PRIMARY KEY, tag INTEGER NOT NULL, notices BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS calls (
            {CallColumns});
        CREATE INDEX IF NOT EXISTS calls_by_visible_at ON calls (visible_at, id);
        CREATE TABLE IF NOT EXISTS listed_callers (
            key TEXT PRIMARY KEY, label TEXT NOT NULL, last_call_at INTEGER NOT NULL, calls INTEGER NOT NULL, revision INTEGER NOT NULL,
            written_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS listed_user_ids (user_id TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS listed_callers_by_time ON listed_callers (last_call_at, key);
        CREATE TABLE IF NOT EXISTS listed_calls (
            id TEXT PRIMARY KEY, began_at INTEGER NOT NULL, payload TEXT NOT NULL, result INTEGER NOT NULL, reason TEXT, caller TEXT,
            agent TEXT, seconds REAL, direction INTEGER, written_at INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS listed_calls_by_time ON listed_calls (began_at, id, result);
        CREATE INDEX IF NOT EXISTS listed_calls_by_caller ON listed_calls (caller, began_at, id);
        CREATE INDEX IF NOT EXISTS listed_calls_failed ON listed_calls (began_at, id) WHERE result = {CallFailed};
        CREATE TABLE IF NOT EXISTS audit (
            day TEXT NOT NULL, instance TEXT NOT NULL, number INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (day, instance, number))
            WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, content BLOB NOT NULL);
        """;

    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteSession _writer;

    /// <summary>Opens the file, and makes it and its folder when they are not there.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    public SqliteDatabase(ElaomsSettings settings)
    {
        PrivateFiles.CreateDirectory(System.IO.Path.GetDirectoryName(settings.DatabasePath)!);
        PrivateFiles.CreateEmpty(settings.DatabasePath);
        Path = settings.DatabasePath;

        _writer = Open(WriterTimeoutSeconds);
        _writer.Execute("PRAGMA journal_mode=WAL");
        _writer.Execute($"PRAGMA wal_autocheckpoint={CheckpointPages}");
        // Overwrites deleted and replaced rows in place. SqliteDeletedData clears the copies that SQLite left when it moved rows
        // between pages.
        _writer.Execute("PRAGMA secure_delete=ON");
        ConvertFormerProfiles();
        _writer.Execute(Schema);
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Runs a reading statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="map">Takes what is needed of the rows.</param>
    /// <param name="values">Its parameters, in order.</param>
    public T Read<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        if (!_readers.TryTake(out var session))
            session = Open(ReaderTimeoutSeconds);
        try
        {
            return session.Query(sql, map, values);
        }
        finally
        {
            _readers.Add(session);
        }
    }

    /// <summary>Runs a writing statement, and commits it. Who waits for another's commit holds no thread meanwhile.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellationToken">Ends the wait for the turn; what has begun is done.</param>
    /// <param name="values">Its parameters, in order.</param>
    /// <returns>How many rows it changed.</returns>
    public ValueTask<int> WriteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
        => InTurnAsync(writer => writer.Execute(sql, values), cancellationToken);

    /// <summary>Runs a writing statement that gives rows back, and commits it.</summary>
    public ValueTask<T> WriteAsync<T>(
        string sql, Func<SqliteDataReader, T> map, CancellationToken cancellationToken, params object?[] values)
        => InTurnAsync(writer => writer.Query(sql, map, values), cancellationToken);

    /// <summary>Brings everything that was committed so far to the disk.</summary>
    internal async ValueTask FlushAsync(CancellationToken cancellationToken) => await InTurnAsync(
        writer => Flushed(writer, () => writer.Execute(
            "INSERT INTO probe (id, content) VALUES (2, randomblob(1)) ON CONFLICT DO UPDATE SET content = excluded.content")),
        cancellationToken);

    /// <summary>Writes so many bytes and brings them to the disk. They stay in one row, which the next try writes over.</summary>
    /// <exception cref="SqliteException">The disk is full, or the file can't be written for another reason.</exception>
    internal async ValueTask TryWriteAsync(int bytes, CancellationToken cancellationToken) => await InTurnAsync(
        writer => Flushed(writer, () => writer.Execute(
            "INSERT INTO probe (id, content) VALUES (1, randomblob(?1)) ON CONFLICT DO UPDATE SET content = excluded.content",
            bytes)),
        cancellationToken);

    /// <summary>Runs several statements without a writer of this process between them.</summary>
    internal ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
        => InTurnAsync(write, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
        _writing.Dispose();
    }

    // Profiles once had a revision beside them, and no tag.
    private void ConvertFormerProfiles()
    {
        if (!HasFormerProfiles())
            return;
        _writer.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have been first.
            if (HasFormerProfiles())
            {
                _writer.Execute("ALTER TABLE profiles ADD COLUMN tag INTEGER NOT NULL DEFAULT 0");
                _writer.Execute("UPDATE profiles SET tag = random()");
                _writer.Execute("ALTER TABLE profiles DROP COLUMN revision");
            }

            _writer.Execute("COMMIT");
        }
        catch (SqliteException)
        {
            _writer.Execute("ROLLBACK");
            throw;
        }
    }

    private bool HasFormerProfiles()
        => _writer.Query("SELECT 1 FROM pragma_table_info('profiles') WHERE name = 'revision'", row => row.Read());

    // The flush of one commit brings all before it to the disk.
    private static int Flushed(SqliteSession writer, Func<int> write)
    {
        writer.Execute("PRAGMA synchronous=FULL");
        try
        {
            return write();
        }
        finally
        {
            writer.Execute(UnflushedCommits);
        }
    }

    private async ValueTask<T> InTurnAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return write(_writer);
        }
        finally
        {
            _writing.Release();
        }
    }

    private SqliteSession Open(int timeoutSeconds)
    {
        // Our own sessions are the pool; one below them would only hide when files are let go.
        var settings = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = timeoutSeconds };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        var session = new SqliteSession(connection);
        session.Execute(UnflushedCommits);
        session.Execute($"PRAGMA cache_size=-{CacheKilobytes}");
        return session;
    }
}
