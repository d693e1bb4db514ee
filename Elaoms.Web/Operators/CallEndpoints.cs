using Elaoms.Core.Processing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Operators;

/// <summary><c>/api/v1/calls</c>: what became of calls, and another try for those that failed.</summary>
public sealed class CallEndpoints(OperatorGate gate, ICallList list, ReplayCall replay, DismissCall dismiss)
{
    /// <summary>The route of <see cref="ListAsync"/>.</summary>
    public const string List = OperatorGate.Root + "/calls";

    /// <summary>The route of <see cref="ReplayAsync"/>.</summary>
    public const string Replay = List + "/replay";

    /// <summary>The route of <see cref="DismissAsync"/>.</summary>
    public const string Dismiss = List + "/dismiss";

    /// <summary>Lists calls, the newest first: all of them, or those that could not be learned.</summary>
    public Task ListAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async request =>
    {
        if (!request.TryReadPage(out var after, out var count) || request.Query("failed") is not (null or "true" or "false"))
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("list-calls");
        var filter = request.Query("failed") == "true" ? CallFilter.Failed : CallFilter.All;
        await request.AnswerAsync(await list.ListCallsAsync(filter, after, count, request.Aborted), ListedJson.Write);
    });

    /// <summary>Has a payload tried again that has failed.</summary>
    public Task ReplayAsync(HttpContext context) => ChangeAsync(context, "replay-call", async (payload, cancellationToken) =>
        await replay.ReplayAsync(payload, cancellationToken) switch
        {
            ReplayResult.Enqueued => "enqueued",
            ReplayResult.NotArchived => "not_archived",
            _ => "already_done",
        });

    /// <summary>Gives up a payload that has failed.</summary>
    public Task DismissAsync(HttpContext context) => ChangeAsync(context, "dismiss-call", async (payload, cancellationToken) =>
        await dismiss.DismissAsync(payload, cancellationToken) ? "dismissed" : "not_failed");

    private Task ChangeAsync(HttpContext context, string verb, Func<PayloadName, CancellationToken, Task<string>> change)
        => gate.AdmitAsync(context, OperatorRole.Operator, async request =>
        {
            if (await request.ReadTextAsync("payload") is not { } name)
                return;
            if (PayloadName.Parse(name) is not { } payload)
            {
                await request.RefuseAsync();
                return;
            }

            await request.RecordAsync(verb);
            await request.AnswerAsync(await change(payload, request.Aborted), static (result, writer) =>
            {
                writer.WriteStartObject();
                writer.WriteString("result"u8, result);
                writer.WriteEndObject();
            });
        });
}
