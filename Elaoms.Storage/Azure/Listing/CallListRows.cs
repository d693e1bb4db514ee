using System.Globalization;
using Azure.Data.Tables;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure.Listing;

/// <summary>
/// The rows of the list. All stand in one partition, so that what a call changes is one transaction and one request. Row keys sort by a
/// time that runs backwards: the newest come first.
/// </summary>
internal static class CallListRows
{
    public const string Partition = "list";

    /// <summary>Which rows are of records and failed receipts, so that making the list anew writes each of them again.</summary>
    public const string IsOfRecord = "IsOfRecord";

    public const string WrittenAt = "WrittenAt";

    private const string ByTime = "t-";
    private const string ByCaller = "c-";
    private const string ByFailure = "f-";
    private const string ById = "v-";
    private const string Callers = "k-";
    private const string CallersByTime = "r-";
    private const string UserIds = "u-";

    // Behind all that keys hold.
    private const char Last = '~';

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static RowRange AllByTime => RowRange.Below(ByTime);

    public static RowRange AllFailed => RowRange.Below(ByFailure);

    public static RowRange AllCallersByTime => RowRange.Below(CallersByTime);

    public static RowRange OfCaller(CallerKey caller) => RowRange.Below($"{ByCaller}{caller.Value}-");

    /// <summary>The calls that began in a span of time.</summary>
    public static RowRange Between(DateTimeOffset from, DateTimeOffset before)
        => new(ByTime + Backwards(before.AddMilliseconds(-1)), ByTime + Backwards(from) + Last);

    public static string KeyOfId(string id) => ById + id;

    public static string KeyOf(CallerKey caller) => Callers + caller.Value;

    public static string KeyOfUserId(string userId) => UserIds + userId;

    public static string KeyByTime(ListedCaller caller)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{CallersByTime}{Backwards(caller.LastCallAt)}-{caller.Key.Value}-{caller.Revision:D19}");

    /// <summary>The keys of a call's rows but the one by its id.</summary>
    public static IEnumerable<string> KeysOf(ListedCall call)
    {
        yield return ByTime + Place(call);
        if (call.Caller is { } caller)
            yield return $"{ByCaller}{caller.Value}-{Place(call)}";
        if (call.Result == ReceiptResult.Failed)
            yield return ByFailure + Place(call);
    }

    /// <summary>What of a range comes after an entry.</summary>
    public static RowRange After(RowRange range, string prefix, ListPosition? after)
        => after is { } at ? range with { From = $"{prefix}{Backwards(at.Time)}-{at.Id}{Last}" } : range;

    /// <summary>A row of a call, under one of its keys.</summary>
    public static TableEntity Row(string key, ListedCall call, DateTimeOffset now) => new(Partition, key)
    {
        ["Id"] = call.Id,
        ["BeganAt"] = call.BeganAt.ToUnixTimeMilliseconds(),
        ["Payload"] = call.Payload.Value,
        ["Result"] = (int)call.Result,
        ["Reason"] = call.Reason,
        ["Caller"] = call.Caller?.Value,
        ["Agent"] = call.AgentId,
        ["Seconds"] = call.DurationSeconds is { } seconds && double.IsFinite(seconds) ? seconds : null,
        ["Direction"] = (int?)call.Direction,
        [IsOfRecord] = call.Result != ReceiptResult.NothingToLearn,
        [WrittenAt] = now,
    };

    /// <summary>A row of a caller, under one of its keys.</summary>
    public static TableEntity Row(string key, ListedCaller caller, DateTimeOffset now) => new(Partition, key)
    {
        ["Key"] = caller.Key.Value,
        ["Label"] = caller.Label,
        ["LastCallAt"] = caller.LastCallAt.ToUnixTimeMilliseconds(),
        ["Calls"] = caller.Calls,
        ["Revision"] = caller.Revision,
        [IsOfRecord] = true,
        [WrittenAt] = now,
    };

    /// <summary>The row by which a caller is found by the platform's <c>user_id</c>. It never changes.</summary>
    public static TableEntity RowOfUserId(string userId, CallerKey caller)
        => new(Partition, KeyOfUserId(userId)) { ["Key"] = caller.Value };

    public static ListedCall? ReadCall(TableEntity row) => PayloadName.Parse(row.GetString("Payload")) is { } payload
        ? new ListedCall(
            row.GetString("Id"),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64("BeganAt") ?? 0),
            payload,
            (ReceiptResult)(row.GetInt32("Result") ?? 0),
            row.GetString("Reason"))
        {
            Caller = row.GetString("Caller") is { } caller ? new CallerKey(caller) : null,
            AgentId = row.GetString("Agent"),
            DurationSeconds = row.GetDouble("Seconds"),
            Direction = (CallDirection?)row.GetInt32("Direction"),
        }
        : null;

    public static ListedCaller ReadCaller(TableEntity row) => new(
        new CallerKey(row.GetString("Key")),
        row.GetString("Label"),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64("LastCallAt") ?? 0),
        row.GetInt32("Calls") ?? 0,
        row.GetInt64("Revision") ?? 0);

    /// <summary>What the keys of a range begin with.</summary>
    public static string PrefixOf(CallFilter filter) => filter switch
    {
        { Caller: { } caller } => $"{ByCaller}{caller.Value}-",
        { IsFailed: true } => ByFailure,
        _ => ByTime,
    };

    public static string PrefixOfCallers => CallersByTime;

    private static string Place(ListedCall call) => $"{Backwards(call.BeganAt)}-{call.Id}";

    private static string Backwards(DateTimeOffset time)
        => (Latest - time.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);
}

/// <summary>Rows from one key up to, and without, another.</summary>
internal readonly record struct RowRange(string From, string Before)
{
    /// <summary>The rows whose keys begin so.</summary>
    public static RowRange Below(string prefix) => new(prefix, prefix + '~');
}
