using System.Text.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Listing;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elaoms.Web.Operators;

/// <summary>
/// <c>/api/v1/callers</c>: who called, and whom a number means. Numbers stand in bodies alone, since addresses are logged.
/// </summary>
public sealed class CallerEndpoints(
    OperatorGate gate, ICallList list, FindListedCallers find, ShowCaller show, ShowCalls showCalls, ExplainSearch search)
{
    /// <summary>The route of <see cref="ListAsync"/>.</summary>
    public const string List = OperatorGate.Root + "/callers";

    /// <summary>The route of <see cref="FindAsync"/>.</summary>
    public const string Find = List + "/find";

    /// <summary>The route of <see cref="ShowAsync"/>.</summary>
    public const string Show = List + "/{key}";

    /// <summary>The route of <see cref="ListCallsAsync"/>.</summary>
    public const string Calls = List + "/{key}/calls";

    /// <summary>The route of <see cref="ShowCallAsync"/>.</summary>
    public const string Call = List + "/{key}/calls/{id}";

    /// <summary>The route of <see cref="SearchAsync"/>.</summary>
    public const string Search = List + "/{key}/search";

    private const int MaxIdLength = 256;
    private const int DefaultCalls = 20;

    /// <summary>Lists callers, those who called last first.</summary>
    public Task ListAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async request =>
    {
        if (!request.TryReadPage(out var after, out var count))
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("list-callers");
        await request.AnswerAsync(await list.ListCallersAsync(after, count, request.Aborted), ListedJson.Write);
    });

    /// <summary>Finds the callers whom a number, an address or an id may mean.</summary>
    public Task FindAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async request =>
    {
        if (await request.ReadTextAsync("caller") is not { } text)
            return;
        if (text.Length is 0 or > FindListedCallers.MaxLength)
        {
            await request.RefuseAsync();
            return;
        }

        var found = await find.FindAsync(text, key => request.RecordAsync("find-caller", key), request.Aborted) ?? [];
        await request.AnswerAsync(new ListPage<ListedCaller>(found, Next: null), ListedJson.Write);
    });

    /// <summary>Shows what is stored of a caller: first what an agent would be told.</summary>
    public Task ShowAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async (request, caller) =>
    {
        if (request.Number("calls", DefaultCalls, ShowCalls.MaxCalls) is not { } calls)
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("show", caller);
        if (await show.ShowAsync(caller, request.Query("agent_id"), calls, request.Aborted) is { } shown)
            await request.AnswerAsync(
                shown, static (what, writer) => JsonSerializer.Serialize(writer, what, ShownJson.Default.ShownCaller));
        else
            await ErrorAnswer.NotFound.WriteAsync(context);
    });

    /// <summary>Shows a call of a caller, however old.</summary>
    public Task ShowCallAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async (request, caller) =>
    {
        await request.RecordAsync("show-call", caller);
        if (context.GetRouteValue("id") is string { Length: <= MaxIdLength } id
            && await showCalls.ShowAsync(caller, id, request.Aborted) is { } shown)
            await request.AnswerAsync(shown, static (what, writer) => JsonSerializer.Serialize(writer, what, ShownJson.Default.ShownCall));
        else
            await ErrorAnswer.NotFound.WriteAsync(context);
    });

    /// <summary>Tells what an agent would be answered to a query, and why.</summary>
    public Task SearchAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async (request, caller) =>
    {
        using var body = await request.ReadBodyAsync();
        if (body is null)
            return;
        if (SearchDataRequest.Of(body.RootElement) is not { Query: not null } asked)
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("search", caller);
        if (await search.ExplainAsync(caller, asked, request.Aborted) is { } explained)
            await request.AnswerAsync(explained, static (found, writer) => found.WriteTo(writer));
        else
            await ErrorAnswer.StorageFailed.WriteAsync(context);
    });

    /// <summary>Lists the calls of a caller, the newest first.</summary>
    public Task ListCallsAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async (request, caller) =>
    {
        if (!request.TryReadPage(out var after, out var count))
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("list-calls", caller);
        await request.AnswerAsync(await list.ListCallsAsync(new CallFilter(caller), after, count, request.Aborted), ListedJson.Write);
    });
}
