using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Changes what is remembered of a caller, and takes it back.</summary>
internal sealed class ChangeHandler(ChangeCaller change, UndoChange undo)
{
    private static readonly Dictionary<string, (ChangeKind Kind, Notice Done)> Acts = new(StringComparer.Ordinal)
    {
        ["correct"] = (ChangeKind.Correct, Notice.Corrected),
        ["add"] = (ChangeKind.Add, Notice.Added),
        // A fact that is no name is confirmed by saying it, and rejected by forgetting it.
        ["confirm"] = (ChangeKind.Add, Notice.Confirmed),
        ["reject"] = (ChangeKind.Forget, Notice.Rejected),
        ["forget"] = (ChangeKind.Forget, Notice.Forgotten),
        ["confirm-name"] = (ChangeKind.ConfirmName, Notice.Confirmed),
        ["reject-name"] = (ChangeKind.RejectName, Notice.Rejected),
        ["mark-line"] = (ChangeKind.MarkLine, Notice.Marked),
        ["opt-out"] = (ChangeKind.OptOut, Notice.OptedOut),
        ["opt-in"] = (ChangeKind.OptIn, Notice.OptedIn),
        ["delete-call"] = (ChangeKind.DeleteCall, Notice.CallDeleted),
    };

    public async Task ChangeAsync(ConsoleRequest request, CallerKey caller)
    {
        var form = request.Form;
        if (!Acts.TryGetValue(form["act"] ?? "", out var act) || SnakeCase.Parse<LineMark>(form["line"] ?? "none") is not { } line)
        {
            await request.RefuseAsync(Refusal.BadForm);
            return;
        }

        var asked = new ChangeRequest
        {
            // The id is of the form, so that sending it twice is one change.
            Id = form["id"] ?? Guid.NewGuid().ToString("N"),
            By = request.Session.Who.Name,
            Kind = act.Kind,
            Fact = form["fact"],
            Old = form["old"],
            Value = form["value"],
            Line = line,
            ConversationId = form["conversation"],
        };
        await request.RecordAsync(JsonNamingPolicy.KebabCaseLower.ConvertName(act.Kind.ToString()), caller, asked.KnownFact);
        var result = await change.ChangeAsync(caller, asked, request.Aborted);
        await request.GoAsync(ConsoleRoutes.Caller(caller), result.Status switch
        {
            ChangeStatus.Invalid => Notice.Invalid,
            ChangeStatus.NotFound => Notice.NothingToChange,
            ChangeStatus.TooMany => Notice.TooManyChanges,
            _ => act.Done,
        });
    }

    public async Task UndoAsync(ConsoleRequest request, CallerKey caller)
    {
        if (request.Form["id"] is not { } id || !CallerChange.IsId(id))
        {
            await request.RefuseAsync(Refusal.BadForm);
            return;
        }

        await request.RecordAsync("undo", caller);
        await request.GoAsync(ConsoleRoutes.Caller(caller), await undo.UndoAsync(caller, id, request.Aborted) switch
        {
            UndoResult.Undone => Notice.Undone,
            UndoResult.UndoneInPart => Notice.UndoneInPart,
            UndoResult.TooLate => Notice.UndoTooLate,
            _ => Notice.NothingToChange,
        });
    }
}
