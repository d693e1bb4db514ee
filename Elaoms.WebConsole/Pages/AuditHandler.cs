using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Audit;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows who looked at what, and who changed it. For operators alone, as in the API.</summary>
internal sealed class AuditHandler(AuditReader audit, TimeProvider time)
{
    private const int Count = 200;

    // To show the newest, all since then are read.
    private const int MostDays = 31;

    public async Task ShowAsync(ConsoleRequest request)
    {
        if (!request.Session.CanChange)
        {
            await request.RefuseAsync(Refusal.WrongRole);
            return;
        }

        CallerKey? caller = request.Query("caller") is { } text ? CallerKey.Parse(text) : null;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (request.Query("caller") is not null && caller is null)
        {
            await request.RefuseAsync(Refusal.NotFound);
            return;
        }

        var asked = request.Day("since") ?? today;
        var since = asked > today ? today : asked < today.AddDays(-MostDays) ? today.AddDays(-MostDays) : asked;
        await request.RecordAsync("read-audit", caller);
        // The newest are shown, and the log is read from its begin: only so many are kept meanwhile.
        var (newest, all) = (new Queue<AuditEntry>(), 0);
        await foreach (var entry in audit.ReadAsync(since, caller is { } one ? [one] : null, request.Aborted))
        {
            all++;
            newest.Enqueue(entry);
            if (newest.Count > Count)
                newest.Dequeue();
        }

        await request.ShowAsync<AuditPage>(
            "Audit", ConsoleRoutes.Audit,
            (nameof(AuditPage.Model), new AuditModel([.. newest.Reverse()], all, since, today, caller)));
    }
}

/// <summary>What Audit shows.</summary>
/// <param name="Entries">The newest entries, the newest first.</param>
/// <param name="All">How many there are since that day.</param>
/// <param name="Since">The first day.</param>
/// <param name="Today">Today.</param>
/// <param name="Caller">Whose entries these are; null for everybody's.</param>
public sealed record AuditModel(IReadOnlyList<AuditEntry> Entries, int All, DateOnly Since, DateOnly Today, CallerKey? Caller);
