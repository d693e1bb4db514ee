using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows a call: what was said, and what was learned from it.</summary>
internal sealed class CallHandler(ShowCalls calls)
{
    public async Task ShowAsync(ConsoleRequest request, CallerKey caller, string conversation)
    {
        await request.RecordAsync("show-call", caller);
        if (await calls.ShowAsync(caller, conversation, request.Aborted) is not { } call)
            await request.RefuseAsync(Refusal.NotFound);
        else
            await request.ShowAsync<CallPage>("Call", ConsoleRoutes.Callers, (nameof(CallPage.Model), new CallModel(caller, call)));
    }
}

/// <summary>What the page of a call shows.</summary>
/// <param name="Caller">Whose call it is.</param>
/// <param name="Call">The call.</param>
public sealed record CallModel(CallerKey Caller, ShownCall Call);
