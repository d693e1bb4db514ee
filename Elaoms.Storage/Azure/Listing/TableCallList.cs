using Azure;
using Azure.Data.Tables;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure.Listing;

/// <summary>
/// The list of callers and calls as a table. What a call changes is one transaction. For a conversation's first call nothing is read
/// before: the transaction holds only if what the record said before is what the list says.
/// </summary>
public sealed class TableCallList(AzureAccount account, CallerKeys callers, TimeProvider time) : ICallList
{
    // Others write the same rows at the same moment.
    private const int MaxTries = 20;

    // The service takes 100 in a transaction.
    private const int CallsAtATime = 30;

    private readonly CallListTable _table = new(account.CallList);

    /// <inheritdoc />
    public async ValueTask WriteAsync(CallListing listing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.IsFirst && await _table.TryAsync(FirstWrite(listing), cancellationToken))
            return;
        for (var tries = 1; !await TryWriteAsync(listing, cancellationToken); tries++)
        {
            if (tries == MaxTries)
                throw new RequestFailedException("The list was changed by others each time.");
        }
    }

    /// <inheritdoc />
    public async ValueTask WriteAllAsync(ListedCaller caller, IReadOnlyCollection<ListedCall> calls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var places = calls.Count == 0 ? [] : await PlacesAsync(caller.Key, cancellationToken);
        foreach (var part in calls.Chunk(CallsAtATime))
        {
            var former = part.SelectMany(call => places.GetValueOrDefault(call.Id) is { } place
                ? CallListRows.KeysOf(place).Except(CallListRows.KeysOf(call), StringComparer.Ordinal)
                : []);
            await _table.DeleteAsync(former, cancellationToken);
            // What is null here and known there stays.
            await _table.WriteAsync(
                part.SelectMany(Rows).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row)),
                cancellationToken);
        }

        for (var tries = 1; !await TryWriteAsync(caller, cancellationToken); tries++)
        {
            if (tries == MaxTries)
                throw new RequestFailedException("The list was changed by others each time.");
        }
    }

    /// <inheritdoc />
    public async ValueTask RemoveCallAsync(string id, CancellationToken cancellationToken)
    {
        if (await _table.FindAsync(CallListRows.KeyOfId(id), cancellationToken) is not { } row)
            return;
        var call = CallListRows.ReadCall(row);
        await _table.DeleteAsync([.. call is null ? [] : CallListRows.KeysOf(call), row.RowKey], cancellationToken);
        if (call?.Caller is { } caller
            && !await _table.ReadAsync(CallListRows.OfCaller(caller), 1, cancellationToken).AnyAsync(cancellationToken))
            await RemoveCallerAsync(caller, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask RemoveCallerAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(CallListRows.KeyOf(caller), cancellationToken);
        await _table.DeleteAsync(
            [
                .. row is null ? Array.Empty<string>() : [CallListRows.KeyByTime(CallListRows.ReadCaller(row)), row.RowKey],
                CallListRows.KeyOfUserId(callers.UserIdOf(caller)),
            ],
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask EraseAsync(CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
    {
        try
        {
            await EraseListedAsync(caller, conversations, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == CallListTable.TableNotFound)
        {
            // No server of this version has run on the account yet: what is not there holds nothing of the caller.
        }
    }

    /// <inheritdoc />
    public ValueTask<int> RemoveStaleAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken)
        => _table.DeleteAsync(
            TableClient.CreateQueryFilter($"IsOfRecord eq true and WrittenAt lt {writtenBefore}"), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ListedCaller?> FindCallerAsync(CallerKey caller, CancellationToken cancellationToken)
        => await _table.FindAsync(CallListRows.KeyOf(caller), cancellationToken) is { } row ? CallListRows.ReadCaller(row) : null;

    /// <inheritdoc />
    public async ValueTask<ListedCaller?> FindByUserIdAsync(string userId, CancellationToken cancellationToken)
        => await _table.FindAsync(CallListRows.KeyOfUserId(userId), cancellationToken) is { } row
            ? await FindCallerAsync(new CallerKey(row.GetString("Key")), cancellationToken)
            : null;

    /// <inheritdoc />
    public async ValueTask<ListedCall?> FindCallAsync(string id, CancellationToken cancellationToken)
        => await _table.FindAsync(CallListRows.KeyOfId(id), cancellationToken) is { } row ? CallListRows.ReadCall(row) : null;

    /// <inheritdoc />
    public async ValueTask<ListPage<ListedCaller>> ListCallersAsync(ListPosition? after, int count, CancellationToken cancellationToken)
    {
        var range = CallListRows.After(CallListRows.AllCallersByTime, CallListRows.PrefixOfCallers, after);
        var read = await _table.ReadAsync(range, count + 1, cancellationToken).Take(count + 1)
            .Select(CallListRows.ReadCaller).ToListAsync(cancellationToken);
        return ListPages.Page(read, count, caller => new ListPosition(caller.LastCallAt, caller.Key.Value));
    }

    /// <inheritdoc />
    public async ValueTask<ListPage<ListedCall>> ListCallsAsync(
        CallFilter filter, ListPosition? after, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var prefix = CallListRows.PrefixOf(filter);
        var range = CallListRows.After(RowRange.Below(prefix), prefix, after);
        var isMixed = filter is { Caller: not null, IsFailed: true };
        var read = await _table.ReadAsync(range, isMixed ? CallListTable.MaxRows : count + 1, cancellationToken)
            .Select(CallListRows.ReadCall).OfType<ListedCall>()
            .Where(call => !isMixed || call.Result == ReceiptResult.Failed)
            .Take(count + 1).ToListAsync(cancellationToken);
        return ListPages.Page(read, count, call => new ListPosition(call.BeganAt, call.Id));
    }

    /// <inheritdoc />
    public async ValueTask<CallCounts> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var (learned, nothing, failed) = (0, 0, 0);
        await foreach (var row in _table.ReadAsync(
            CallListRows.Between(begin, begin.AddDays(1)), CallListTable.MaxRows, cancellationToken, "Result"))
        {
            _ = (ReceiptResult)(row.GetInt32("Result") ?? 0) switch
            {
                ReceiptResult.Learned => learned++,
                ReceiptResult.NothingToLearn => nothing++,
                _ => failed++,
            };
        }

        return new CallCounts(learned, nothing, failed);
    }

    private async Task EraseListedAsync(CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
    {
        var calls = await _table.ReadAsync(CallListRows.OfCaller(caller), CallListTable.MaxRows, cancellationToken)
            .Select(CallListRows.ReadCall).OfType<ListedCall>().ToListAsync(cancellationToken);
        await _table.DeleteAsync(
            calls.SelectMany(call => CallListRows.KeysOf(call).Append(CallListRows.KeyOfId(call.Id))), cancellationToken);
        await RemoveCallerAsync(caller, cancellationToken);

        // What names nobody, or a recording that failed: few have any.
        var others = conversations.Except(calls.Select(call => call.Id), StringComparer.Ordinal).ToList();
        foreach (var id in others)
            await RemoveCallAsync(id, cancellationToken);
        var recordings = conversations.Select(ListedCall.RecordingIdOf).ToHashSet(StringComparer.Ordinal);
        var failed = await _table.ReadAsync(CallListRows.AllFailed, CallListTable.MaxRows, cancellationToken)
            .Select(CallListRows.ReadCall).OfType<ListedCall>().Where(call => recordings.Contains(call.Id)).ToListAsync(cancellationToken);
        foreach (var recording in failed)
            await RemoveCallAsync(recording.Id, cancellationToken);
    }

    // Fails where anything of the conversation is listed, or the caller is not listed as the record was before.
    private IEnumerable<TableTransactionAction> FirstWrite(CallListing listing)
    {
        var now = time.GetUtcNow();
        yield return new(TableTransactionActionType.Add, CallListRows.Row(CallListRows.KeyOfId(listing.Call.Id), listing.Call, now));
        foreach (var key in CallListRows.KeysOf(listing.Call))
            yield return new(TableTransactionActionType.UpsertReplace, CallListRows.Row(key, listing.Call, now));
        if (listing.Caller is not { } caller)
            yield break;
        if (listing.Before is { } before)
            yield return Delete(CallListRows.KeyByTime(before));
        else
            yield return UserIdOf(caller.Key);
        yield return new(
            listing.Before is null ? TableTransactionActionType.Add : TableTransactionActionType.UpsertReplace,
            CallListRows.Row(CallListRows.KeyOf(caller.Key), caller, now));
        yield return new(TableTransactionActionType.UpsertReplace, CallListRows.Row(CallListRows.KeyByTime(caller), caller, now));
    }

    private async Task<bool> TryWriteAsync(CallListing listing, CancellationToken cancellationToken)
    {
        var id = CallListRows.KeyOfId(listing.Call.Id);
        var callerKey = listing.Caller is { } caller ? CallListRows.KeyOf(caller.Key) : id;
        var rows = await _table.FindAsync(id, callerKey, cancellationToken);
        var stored = rows.GetValueOrDefault(id);
        var former = stored is null ? null : CallListRows.ReadCall(stored);
        List<string> keys = [.. CallListRows.KeysOf(listing.Call)];
        var now = time.GetUtcNow();
        List<TableTransactionAction> actions =
        [
            Over(stored, CallListRows.Row(id, listing.Call, now)),
            .. keys.Select(key => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace, CallListRows.Row(key, listing.Call, now))),
        ];
        List<string> outdated = [.. former is null ? [] : CallListRows.KeysOf(former).Except(keys, StringComparer.Ordinal)];
        if (listing.Caller is not null)
            AddCaller(actions, outdated, listing.Caller, rows.GetValueOrDefault(callerKey), now);
        return await _table.TryAsync(actions, outdated, cancellationToken);
    }

    private async Task<bool> TryWriteAsync(ListedCaller caller, CancellationToken cancellationToken)
    {
        var (actions, outdated) = (new List<TableTransactionAction>(), new List<string>());
        AddCaller(
            actions, outdated, caller, await _table.FindAsync(CallListRows.KeyOf(caller.Key), cancellationToken), time.GetUtcNow());
        return actions.Count == 0 || await _table.TryAsync(actions, outdated, cancellationToken);
    }

    private void AddCaller(
        List<TableTransactionAction> actions, List<string> outdated, ListedCaller caller, TableEntity? stored, DateTimeOffset now)
    {
        var former = stored is null ? null : CallListRows.ReadCaller(stored);
        if (former?.Revision > caller.Revision)
            return;
        actions.Add(Over(stored, CallListRows.Row(CallListRows.KeyOf(caller.Key), caller, now)));
        actions.Add(UserIdOf(caller.Key));
        var key = CallListRows.KeyByTime(caller);
        actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, CallListRows.Row(key, caller, now)));
        if (former is not null && CallListRows.KeyByTime(former) is var formerKey && formerKey != key)
            outdated.Add(formerKey);
    }

    private TableTransactionAction UserIdOf(CallerKey caller)
        => new(TableTransactionActionType.UpsertReplace, CallListRows.RowOfUserId(callers.UserIdOf(caller), caller));

    private IEnumerable<TableEntity> Rows(ListedCall call)
    {
        var now = time.GetUtcNow();
        return CallListRows.KeysOf(call).Append(CallListRows.KeyOfId(call.Id)).Select(key => CallListRows.Row(key, call, now));
    }

    private async Task<Dictionary<string, ListedCall>> PlacesAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, ListedCall>(StringComparer.Ordinal);
        await foreach (var row in _table.ReadAsync(CallListRows.OfCaller(caller), CallListTable.MaxRows, cancellationToken))
        {
            if (CallListRows.ReadCall(row) is { } call)
                places[call.Id] = call;
        }

        return places;
    }

    private static TableTransactionAction Over(TableEntity? stored, TableEntity row) => stored is null
        ? new TableTransactionAction(TableTransactionActionType.Add, row)
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, stored.ETag);

    private static TableTransactionAction Delete(string key)
        => new(TableTransactionActionType.Delete, new TableEntity(CallListRows.Partition, key), ETag.All);
}
