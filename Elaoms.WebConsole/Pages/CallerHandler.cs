using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Recall;
using Elaoms.Core.Storage.Listing;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows a caller: first as the agent hears it, then what it rests on.</summary>
internal sealed class CallerHandler(ShowCaller show, ExplainSearch search, UndoChange undo)
{
    private const int Calls = 20;

    public async Task ShowAsync(ConsoleRequest request, CallerKey caller)
    {
        await request.RecordAsync("show", caller);
        await AnswerAsync(request, caller, showsNumber: false, asked: null);
    }

    /// <summary>Shows the number as well. It is a POST, so that no prefetching browser shows it unasked.</summary>
    public async Task ShowNumberAsync(ConsoleRequest request, CallerKey caller)
    {
        await request.RecordAsync("show-number", caller);
        await AnswerAsync(request, caller, showsNumber: true, asked: null);
    }

    /// <summary>Tells what an agent would be answered.</summary>
    public async Task SearchAsync(ConsoleRequest request, CallerKey caller)
    {
        if (request.Form["query"] is not { Length: <= SearchDataRequest.MaxQueryLength } query)
        {
            await request.GoAsync(ConsoleRoutes.Caller(caller));
            return;
        }

        await request.RecordAsync("search", caller);
        var explained = await search.ExplainAsync(
            caller, new SearchDataRequest(query, SearchDataRequest.DefaultCount), request.Aborted);
        await AnswerAsync(request, caller, showsNumber: false, new AskedSearch(query, explained));
    }

    private async Task AnswerAsync(ConsoleRequest request, CallerKey caller, bool showsNumber, AskedSearch? asked)
    {
        if (await show.ShowAsync(caller, agentId: null, Calls, request.Aborted) is not { } shown)
        {
            await request.RefuseAsync(Refusal.NotFound);
            return;
        }

        var label = shown is { Kind: { } kind, Identity: { Length: > 0 } identity } ? CallerLabel.Of(new Caller(kind, identity)) : "caller";
        await request.ShowAsync<CallerPage>(
            label, ConsoleRoutes.Callers, (nameof(CallerPage.Model), new CallerModel(shown, label, showsNumber)
            {
                Asked = asked,
                Notice = request.Notice,
                Undoable = [.. shown.Changes.Where(change => undo.CanUndo(change.Kind, change.At)).Select(change => change.Id)],
            }));
    }
}

/// <summary>What the page of a caller shows.</summary>
/// <param name="Shown">The caller.</param>
/// <param name="Label">Who it is, without the number.</param>
/// <param name="ShowsNumber">Whether the number was asked for.</param>
public sealed record CallerModel(ShownCaller Shown, string Label, bool ShowsNumber)
{
    /// <summary>What was searched; null for nothing.</summary>
    public AskedSearch? Asked { get; init; }

    /// <summary>What the page before has done.</summary>
    public Notice? Notice { get; init; }

    /// <summary>The ids of the changes that can be undone, the oldest first.</summary>
    public IReadOnlyList<string> Undoable { get; init; } = [];
}

/// <summary>A search for an operator.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Found">The answer; null when the memory could not be read in time.</param>
public sealed record AskedSearch(string Query, ExplainedSearch? Found);
