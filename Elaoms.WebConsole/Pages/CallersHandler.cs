using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Listing;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Lists callers, and finds those whom a number may mean.</summary>
internal sealed class CallersHandler(ICallList list, FindListedCallers find)
{
    private const int Count = 50;

    public async Task ListAsync(ConsoleRequest request)
    {
        await request.RecordAsync("list-callers");
        var page = await list.ListCallersAsync(request.After, Count, request.Aborted);
        await ShowAsync(request, new CallersModel(page.Items, page.Next?.ToToken(), request.Notice, IsFound: false, request.After is null));
    }

    public async Task FindAsync(ConsoleRequest request)
    {
        if (request.Form["caller"] is not { Length: <= FindListedCallers.MaxLength } text)
        {
            await request.GoAsync(ConsoleRoutes.Callers, Notice.UnreadableCaller);
            return;
        }

        await (await find.FindAsync(text, key => request.RecordAsync("find-caller", key), request.Aborted) switch
        {
            null => request.GoAsync(ConsoleRoutes.Callers, Notice.UnreadableCaller),
            [] => request.GoAsync(ConsoleRoutes.Callers, Notice.NotFound),
            [var only] => request.GoAsync(ConsoleRoutes.Caller(only.Key)),
            var found => ShowAsync(request, new CallersModel(found, Next: null, Notice: null, IsFound: true, IsFirst: true)),
        });
    }

    private static Task ShowAsync(ConsoleRequest request, CallersModel model)
        => request.ShowAsync<CallersPage>("Callers", ConsoleRoutes.Callers, (nameof(CallersPage.Model), model));
}

/// <summary>What Callers shows.</summary>
/// <param name="Callers">The callers.</param>
/// <param name="Next">Where the list goes on; null when this is its end.</param>
/// <param name="Notice">What the page before has done.</param>
/// <param name="IsFound">Whether these are all whom a number may mean.</param>
/// <param name="IsFirst">Whether the list begins here.</param>
public sealed record CallersModel(IReadOnlyList<ListedCaller> Callers, string? Next, Notice? Notice, bool IsFound, bool IsFirst);
