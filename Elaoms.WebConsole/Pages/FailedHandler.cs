using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Lists calls that could not be learned, has them tried again, and gives them up.</summary>
internal sealed class FailedHandler(ICallList list, ReplayCall replay, DismissCall dismiss)
{
    private const int Count = 50;

    public async Task ShowAsync(ConsoleRequest request)
    {
        await request.RecordAsync("list-calls");
        var page = await list.ListCallsAsync(CallFilter.Failed, request.After, Count, request.Aborted);
        await request.ShowAsync<FailedPage>(
            "Failed calls", ConsoleRoutes.Failed,
            (nameof(FailedPage.Model), new FailedModel(page.Items, page.Next?.ToToken(), request.Notice)));
    }

    public Task ReplayAsync(ConsoleRequest request) => ChangeAsync(request, "replay-call", async payload =>
        await replay.ReplayAsync(payload, request.Aborted) switch
        {
            ReplayResult.Enqueued => Notice.Enqueued,
            ReplayResult.NotArchived => Notice.NotArchived,
            _ => Notice.AlreadyDone,
        });

    public Task DismissAsync(ConsoleRequest request) => ChangeAsync(request, "dismiss-call", async payload =>
        await dismiss.DismissAsync(payload, request.Aborted) ? Notice.Dismissed : Notice.NotFailed);

    private static async Task ChangeAsync(ConsoleRequest request, string verb, Func<PayloadName, Task<Notice>> change)
    {
        if (PayloadName.Parse(request.Form["payload"]) is not { } payload)
        {
            await request.RefuseAsync(Refusal.BadForm);
            return;
        }

        await request.RecordAsync(verb);
        await request.GoAsync(ConsoleRoutes.Failed, await change(payload));
    }
}

/// <summary>What Failed calls shows.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Next">Where the list goes on; null when this is its end.</param>
/// <param name="Notice">What the page before has done.</param>
public sealed record FailedModel(IReadOnlyList<ListedCall> Calls, string? Next, Notice? Notice);
