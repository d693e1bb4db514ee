using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>
/// Looks for records under names that strangers share and that are hidden by now, and counts calls that older rules taught.
/// </summary>
internal sealed class CallersCheck(ElaomsSettings settings, Lazy<ServiceProvider> services, string? tenant, TimeProvider time) : ICheck
{
    public const string Name = "callers";

    private const int RecordsAtATime = 8;
    private const int MostNamed = 20;

    // A large deployment has more records than anybody waits for: the check says how far it came.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(30);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (looked, isAll, outdated, hidden) = await LookAsync(cancellationToken);
        foreach (var record in hidden.OrderBy(record => record.Key.Value, StringComparer.Ordinal).Take(MostNamed))
            yield return CheckResult.Warning(Name, TextOf(record), $"Run elaoms erase --key {record.Key}");
        if (hidden.Count > MostNamed)
            yield return CheckResult.Warning(
                Name, Text($"There are {hidden.Count - MostNamed} more such records."), "Erase the listed ones first.");
        if (hidden.IsEmpty)
            yield return CheckResult.Ok(
                Name, Text($"Records checked: {looked}{(isAll ? "" : " of many")}. None is stored under a name that identifies nobody."));
        else if (!isAll)
            yield return CheckResult.Ok(Name, Text($"Only {looked} records were checked."));
        if (looked > 0 && await IsListEmptyAsync(cancellationToken))
            yield return CheckResult.Warning(
                Name, "The list of callers and calls is empty, so operators find nobody.", "Run elaoms reindex --list.");
        if (outdated > 0)
            yield return CheckResult.Warning(
                Name, Text($"{(isAll ? "" : "At least ")}{outdated} calls were learned by older rules."), "Run elaoms relearn.");
    }

    private static string TextOf(HiddenRecord record)
    {
        var calls = Text($"{record.Calls} {(record.Calls == 1 ? "call" : "calls")}");
        return $"The record {record.Key}{record.Tenant}, {calls}, is stored under a name that identifies nobody: strangers share it. "
            + "It is no longer read.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> IsListEmptyAsync(CancellationToken cancellationToken)
        => (await services.Value.GetRequiredService<ICallList>().ListCallersAsync(after: null, 1, cancellationToken)).Items.Count == 0;

    private async Task<(int Looked, bool IsAll, int Outdated, ConcurrentBag<HiddenRecord> Hidden)> LookAsync(
        CancellationToken cancellationToken)
    {
        var (records, keys) = (services.Value.GetRequiredService<CallerRecords>(), services.Value.GetRequiredService<CallerKeys>());
        var begin = time.GetTimestamp();
        var (looked, outdated, hidden) = (0, 0, new ConcurrentBag<HiddenRecord>());
        var isAll = true;
        var options = new ParallelOptions { MaxDegreeOfParallelism = RecordsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(UntilLateAsync(), options, async (key, token) =>
        {
            if (await records.ReadAsync(key, token) is not { Value: { } record })
                return;
            var owner = keys.TenantOf(record.Caller, key);
            if (tenant is not null && owner != tenant)
                return;
            Interlocked.Increment(ref looked);
            Interlocked.Add(ref outdated, RelearnCalls.Outdated(record));
            if (record.Caller.IsHidden)
                hidden.Add(new HiddenRecord(key, TextOf(owner), record.Calls.Count));
        });
        return (looked, isAll, outdated, hidden);

        async IAsyncEnumerable<CallerKey> UntilLateAsync()
        {
            await foreach (var key in records.ListAsync(cancellationToken))
            {
                if (time.GetElapsedTime(begin) > LongestLook)
                {
                    isAll = false;
                    yield break;
                }

                yield return key;
            }
        }
    }

    private string TextOf(string? owner) => settings.Tenants.Names.Count == 1 ? "" : $" (tenant {owner ?? "unknown"})";

    private sealed record HiddenRecord(CallerKey Key, string Tenant, int Calls);
}
