using Elaoms.Core.Health;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows how today goes, and what needs a person.</summary>
internal sealed class TodayHandler(
    ReadDayFigures figures, ICallList list, IDocumentStore<Reconciliation> reconciliations, IDocumentStore<CallerProfile> profiles,
    TimeProvider time)
{
    private const int Days = 14;
    private const int MostFailed = 5;

    // Each costs a read: enough to notice today's, not all that ever called.
    private const int LookedThrough = 20;

    public async Task ShowAsync(ConsoleRequest request)
    {
        await request.RecordAsync("today");
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var days = await figures.ReadAsync(today.AddDays(1 - Days), today, request.Aborted);
        var failed = await list.ListCallsAsync(CallFilter.Failed, after: null, MostFailed, request.Aborted);
        var webhook = (await reconciliations.ReadAsync(Reconciliation.Name, request.Aborted))?.Value.Webhook ?? WebhookState.Unknown;
        await request.ShowAsync<TodayPage>(
            "Today", ConsoleRoutes.Root, (nameof(TodayPage.Model), new TodayModel(
                days, failed.Items, failed.Next is not null, await UnsureAsync(request.Aborted), webhook)));
    }

    private async Task<IReadOnlyList<ListedCaller>> UnsureAsync(CancellationToken cancellationToken)
    {
        var unsure = new List<ListedCaller>();
        foreach (var caller in (await list.ListCallersAsync(after: null, LookedThrough, cancellationToken)).Items)
        {
            var profile = (await profiles.ReadAsync(caller.Key, cancellationToken))?.Value;
            if (profile is { Name: not null, IsNameUnsure: true, IsOptedOut: false })
                unsure.Add(caller);
        }

        return unsure;
    }
}

/// <summary>What Today shows.</summary>
/// <param name="Days">The figures of some days; today's last.</param>
/// <param name="Failed">The newest calls that could not be learned.</param>
/// <param name="HasMoreFailed">Whether there are more of them.</param>
/// <param name="Unsure">Callers of late whose name is not sure.</param>
/// <param name="Webhook">How the platform's webhook was when it was last asked.</param>
public sealed record TodayModel(
    IReadOnlyList<DayFigures> Days,
    IReadOnlyList<ListedCall> Failed,
    bool HasMoreFailed,
    IReadOnlyList<ListedCaller> Unsure,
    WebhookState Webhook)
{
    // What the platform has lost of older days nobody can bring back.
    private const int DaysOfLost = 2;

    /// <summary>Today.</summary>
    public DayFigures Today => Days[^1];

    /// <summary>Deliveries that wait.</summary>
    public int Waiting => Days.Sum(day => day.Waiting);

    /// <summary>Those that came before today.</summary>
    public int WaitingForLong => Waiting - Today.Waiting;

    /// <summary>Calls of today and yesterday that were not delivered and could not be fetched.</summary>
    public long Lost => Days.TakeLast(DaysOfLost).Sum(day => day.Lost ?? 0);
}
