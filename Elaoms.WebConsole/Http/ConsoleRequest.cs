using System.Globalization;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Listing;
using Elaoms.WebConsole.Pages;
using Elaoms.WebConsole.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.Http;

/// <summary>A request of somebody who is signed in. A changing one has carried their token.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="Session">Who makes it.</param>
/// <param name="Form">What was posted; empty for a request that reads.</param>
/// <param name="Audit">Records what is done.</param>
/// <param name="Pages">Renders the answer.</param>
internal sealed record ConsoleRequest(HttpContext Context, ConsoleSession Session, ConsoleForm Form, AuditLog Audit, PageWriter Pages)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Records what is about to be done. Nothing may be read or changed if this fails.</summary>
    public Task RecordAsync(string verb, CallerKey? caller = null, string? fact = null)
        => Audit.RecordAsync(new AuditedAct(Session.Who.Name, "console-" + verb, caller, fact), Aborted);

    /// <summary>A parameter of the query; null when it is absent or empty.</summary>
    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>Where a list goes on; null for its begin, also where the parameter can't be read.</summary>
    public ListPosition? After => ListPosition.Parse(Query("after"));

    /// <summary>A day of the query; null when it is absent or can't be read.</summary>
    public DateOnly? Day(string name)
        => DateOnly.TryParseExact(Query(name), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Answers with a page.</summary>
    public Task ShowAsync<TPage>(string title, string section, params (string Name, object Value)[] parameters)
        where TPage : IComponent
        => Pages.WriteAsync<TPage>(
            Context, StatusCodes.Status200OK, Session, title, section,
            parameters.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));

    /// <summary>Answers that something is not as the request needs it.</summary>
    public Task RefuseAsync(Refusal refusal) => refusal.WriteAsync(Pages, Context, Session);

    /// <summary>Sends the browser on with a GET.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="notice">What the next page says of it; null for nothing.</param>
    public Task GoAsync(string path, Notice? notice = null)
    {
        PageWriter.Redirect(Context, notice is { } said ? $"{path}?notice={said.ToWord()}" : path);
        return Task.CompletedTask;
    }

    /// <summary>What the page before has said to be done; null for nothing.</summary>
    public Notice? Notice => Notices.Parse(Query("notice"));
}
