using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>The list of callers and calls as two tables. A call and its caller are written in one transaction.</summary>
public sealed class SqliteCallList(SqliteDatabase database, CallerKeys keys, TimeProvider time) : ICallList
{
    private const string WriteCaller = """
        INSERT INTO listed_callers (key, label, last_call_at, calls, revision, written_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET label = ?2, last_call_at = ?3, calls = ?4, revision = ?5, written_at = ?6 WHERE revision <= ?5
        """;

    private const string WriteCall = """
        INSERT INTO listed_calls (id, began_at, payload, result, reason, caller, agent, seconds, direction, written_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT DO UPDATE SET began_at = ?2, payload = ?3, result = ?4, reason = ?5, caller = ?6, agent = ?7, seconds = ?8,
            direction = ?9, written_at = ?10
        """;

    private const string WriteCallOfRecord = """
        INSERT INTO listed_calls (id, began_at, payload, result, reason, caller, agent, seconds, direction, written_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT DO UPDATE SET began_at = ?2, payload = ?3, result = ?4, reason = ?5, caller = ?6, agent = coalesce(?7, agent),
            seconds = coalesce(?8, seconds), direction = coalesce(?9, direction), written_at = ?10
        """;

    private const string ListCalls = "SELECT id, began_at, payload, result, reason, caller, agent, seconds, direction FROM listed_calls ";

    private const string NewestCalls = " (began_at, id) < (?1, ?2) ORDER BY began_at DESC, id DESC LIMIT ?3";

    /// <inheritdoc />
    public async ValueTask WriteAsync(CallListing listing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.Caller is null)
            await database.WriteAsync(WriteCall, cancellationToken, Values(listing.Call, NowMs()));
        else
            await WriteAsync(WriteCall, listing.Caller, [listing.Call], cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask WriteAllAsync(ListedCaller caller, IReadOnlyCollection<ListedCall> calls, CancellationToken cancellationToken)
        => await WriteAsync(WriteCallOfRecord, caller, calls, cancellationToken);

    /// <inheritdoc />
    public async ValueTask RemoveCallAsync(string id, CancellationToken cancellationToken) => await InTransactionAsync(
        writer =>
        {
            var caller = writer.Query(
                "DELETE FROM listed_calls WHERE id = ?1 RETURNING caller",
                row => row.Read() && !row.IsDBNull(0) ? row.GetString(0) : null,
                id);
            return caller is null || writer.Query("SELECT 1 FROM listed_calls WHERE caller = ?1 LIMIT 1", row => row.Read(), caller)
                ? 0
                : RemoveCaller(writer, new CallerKey(caller));
        },
        cancellationToken);

    /// <inheritdoc />
    public async ValueTask RemoveCallerAsync(CallerKey caller, CancellationToken cancellationToken)
        => await InTransactionAsync(writer => RemoveCaller(writer, caller), cancellationToken);

    /// <inheritdoc />
    public async ValueTask EraseAsync(CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
        => await InTransactionAsync(
            writer =>
            {
                var erased = writer.Execute("DELETE FROM listed_calls WHERE caller = ?1", caller.Value)
                    + RemoveCaller(writer, caller);
                foreach (var conversation in conversations)
                {
                    erased += writer.Execute(
                        "DELETE FROM listed_calls WHERE id IN (?1, ?2)", conversation, ListedCall.RecordingIdOf(conversation));
                }

                return erased;
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<int> RemoveStaleAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        var before = writtenBefore.ToUnixTimeMilliseconds();
        return await database.WriteAsync("DELETE FROM listed_callers WHERE written_at < ?1", cancellationToken, before)
            + await database.WriteAsync(
                "DELETE FROM listed_calls WHERE written_at < ?1 AND result <> ?2",
                cancellationToken,
                before,
                (int)ReceiptResult.NothingToLearn);
    }

    /// <inheritdoc />
    public ValueTask<ListedCaller?> FindCallerAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read(
            "SELECT key, label, last_call_at, calls, revision FROM listed_callers WHERE key = ?1",
            row => row.Read() ? ReadCaller(row) : null,
            caller.Value));

    /// <inheritdoc />
    public ValueTask<ListedCaller?> FindByUserIdAsync(string userId, CancellationToken cancellationToken)
        => database.Read("SELECT key FROM listed_user_ids WHERE user_id = ?1", row => row.Read() ? row.GetString(0) : null, userId)
            is { } key
            ? FindCallerAsync(new CallerKey(key), cancellationToken)
            : ValueTask.FromResult<ListedCaller?>(null);

    /// <inheritdoc />
    public ValueTask<ListedCall?> FindCallAsync(string id, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read(ListCalls + "WHERE id = ?1", row => row.Read() ? ReadCall(row) : null, id));

    /// <inheritdoc />
    public ValueTask<ListPage<ListedCaller>> ListCallersAsync(ListPosition? after, int count, CancellationToken cancellationToken)
    {
        var read = database.Read(
            "SELECT key, label, last_call_at, calls, revision FROM listed_callers WHERE (last_call_at, key) < (?1, ?2) "
                + "ORDER BY last_call_at DESC, key DESC LIMIT ?3",
            row => ReadAll(row, ReadCaller),
            TimeOf(after),
            after?.Id ?? "",
            count + 1);
        return ValueTask.FromResult(
            ListPages.Page(read, count, caller => new ListPosition(caller.LastCallAt, caller.Key.Value)));
    }

    /// <inheritdoc />
    public ValueTask<ListPage<ListedCall>> ListCallsAsync(
        CallFilter filter, ListPosition? after, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = (filter.Caller, filter.IsFailed) switch
        {
            (null, false) => "WHERE",
            (null, true) => $"WHERE result = {SqliteDatabase.CallFailed} AND",
            (_, false) => "WHERE caller = ?4 AND",
            _ => $"WHERE caller = ?4 AND result = {SqliteDatabase.CallFailed} AND",
        };
        object?[] values = [TimeOf(after), after?.Id ?? "", count + 1, .. filter.Caller is { } caller ? (object?[])[caller.Value] : []];
        var read = database.Read(ListCalls + where + NewestCalls, row => ReadAll(row, ReadCall), values);
        return ValueTask.FromResult(ListPages.Page(read, count, call => new ListPosition(call.BeganAt, call.Id)));
    }

    /// <inheritdoc />
    public ValueTask<CallCounts> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var counts = database.Read(
            "SELECT result, count(*) FROM listed_calls WHERE began_at >= ?1 AND began_at < ?2 GROUP BY result",
            row => ReadAll(row, one => (Result: (ReceiptResult)one.GetInt32(0), Count: one.GetInt32(1))),
            begin.ToUnixTimeMilliseconds(),
            begin.ToUnixTimeMilliseconds() + (long)TimeSpan.FromDays(1).TotalMilliseconds)
            .ToDictionary(one => one.Result, one => one.Count);
        return ValueTask.FromResult(new CallCounts(
            counts.GetValueOrDefault(ReceiptResult.Learned),
            counts.GetValueOrDefault(ReceiptResult.NothingToLearn),
            counts.GetValueOrDefault(ReceiptResult.Failed)));
    }

    private ValueTask<int> WriteAsync(
        string writeCall, ListedCaller caller, IReadOnlyCollection<ListedCall> calls, CancellationToken cancellationToken)
        => InTransactionAsync(
            writer =>
            {
                var now = NowMs();
                foreach (var call in calls)
                    writer.Execute(writeCall, Values(call, now));
                writer.Execute(
                    "INSERT INTO listed_user_ids (user_id, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    keys.UserIdOf(caller.Key),
                    caller.Key.Value);
                return writer.Execute(
                    WriteCaller,
                    caller.Key.Value,
                    caller.Label,
                    caller.LastCallAt.ToUnixTimeMilliseconds(),
                    caller.Calls,
                    caller.Revision,
                    now);
            },
            cancellationToken);

    private int RemoveCaller(SqliteSession writer, CallerKey caller)
        => writer.Execute("DELETE FROM listed_callers WHERE key = ?1", caller.Value)
            + writer.Execute("DELETE FROM listed_user_ids WHERE user_id = ?1", keys.UserIdOf(caller));

    private ValueTask<int> InTransactionAsync(Func<SqliteSession, int> write, CancellationToken cancellationToken)
        => database.WriteAsync(
            writer =>
            {
                writer.Execute("BEGIN IMMEDIATE");
                try
                {
                    var changed = write(writer);
                    writer.Execute("COMMIT");
                    return changed;
                }
                catch
                {
                    writer.Execute("ROLLBACK");
                    throw;
                }
            },
            cancellationToken);

    private static object?[] Values(ListedCall call, long now) =>
    [
        call.Id, call.BeganAt.ToUnixTimeMilliseconds(), call.Payload.Value, (int)call.Result, call.Reason, call.Caller?.Value, call.AgentId,
        call.DurationSeconds, (int?)call.Direction, now,
    ];

    private static ListedCaller ReadCaller(SqliteDataReader row) => new(
        new CallerKey(row.GetString(0)),
        row.GetString(1),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        row.GetInt32(3),
        row.GetInt64(4));

    private static ListedCall? ReadCall(SqliteDataReader row) => PayloadName.Parse(row.GetString(2)) is { } payload
        ? new ListedCall(
            row.GetString(0),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            payload,
            (ReceiptResult)row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetString(4))
        {
            Caller = row.IsDBNull(5) ? null : new CallerKey(row.GetString(5)),
            AgentId = row.IsDBNull(6) ? null : row.GetString(6),
            DurationSeconds = row.IsDBNull(7) ? null : row.GetDouble(7),
            Direction = row.IsDBNull(8) ? null : (CallDirection)row.GetInt32(8),
        }
        : null;

    private static List<T> ReadAll<T>(SqliteDataReader row, Func<SqliteDataReader, T?> read)
    {
        var all = new List<T>();
        while (row.Read())
        {
            if (read(row) is { } one)
                all.Add(one);
        }

        return all;
    }

    private static long TimeOf(ListPosition? after) => after?.Time.ToUnixTimeMilliseconds() ?? long.MaxValue;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
