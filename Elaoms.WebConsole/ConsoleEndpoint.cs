using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Web.Http;
using Elaoms.WebConsole.Http;
using Elaoms.WebConsole.Pages;
using Elaoms.WebConsole.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Elaoms.WebConsole;

/// <summary>
/// <c>/console</c>: the pages on which people see and correct what agents remember. One handler finds the page, because each route would be
/// a function of its own in Azure. Where nobody can sign in there is no console.
/// </summary>
public sealed partial class ConsoleEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = ConsoleRoutes.Root;

    /// <summary>The route, for GET, HEAD and POST.</summary>
    public const string Route = Path + "/{*path}";

    private readonly OperatorAuthentication _authentication;
    private readonly AuditLog _audit;
    private readonly ConsoleSessions _sessions;
    private readonly PageWriter _pages;
    private readonly ConsoleAssets _assets;
    private readonly ConsolePages _found;
    private readonly EntraSignIn? _entra;
    private readonly ILogger _logger;

    internal ConsoleEndpoint(
        OperatorAuthentication authentication, AuditLog audit, ConsoleSessions sessions, PageWriter pages, ConsoleAssets assets,
        ConsolePages found, EntraSignIn? entra, ILogger<ConsoleEndpoint> logger)
    {
        (_authentication, _audit, _sessions, _pages) = (authentication, audit, sessions, pages);
        (_assets, _found, _entra, _logger) = (assets, found, entra, logger);
    }

    /// <summary>Answers a request: the route value <c>path</c> says for which page.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_authentication.IsOn && _entra is null)
        {
            await ErrorAnswer.NotFound.WriteAsync(context);
            return;
        }

        var session = _sessions.Read(context.Request.Cookies[ConsoleSessions.CookieName]);
        try
        {
            await AnswerAsync(context, session, ((context.GetRouteValue("path") as string) ?? "").Split('/'));
        }
#pragma warning disable CA1031 // Whatever failed, nothing may be shown that was not recorded.
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
#pragma warning restore CA1031
        {
            LogFailed(fault, context.Request.Method);
            await (HttpMethods.IsPost(context.Request.Method) ? Refusal.Uncertain : Refusal.StorageFailed)
                .WriteAsync(_pages, context, session);
        }
    }

    private Task AnswerAsync(HttpContext context, ConsoleSession? session, string[] path)
    {
        if (HttpMethods.IsPost(context.Request.Method))
            return PostAsync(context, session, path);
        return (path, session) switch
        {
            ([ConsoleRoutes.Assets, var file], _) => _assets.WriteAsync(context, file),
            (["sign-in"], _) => _found.SignIn.ShowAsync(context),
            (["sign-in", "entra"], _) when _entra is not null => _entra.BeginAsync(context),
            (_, null) => SignInFirstAsync(context),
            _ => GetAsync(RequestOf(context, session, ConsoleForm.None), path),
        };
    }

    private Task GetAsync(ConsoleRequest request, string[] path) => path switch
    {
        [""] => _found.Today.ShowAsync(request),
        ["callers"] => _found.Callers.ListAsync(request),
        ["callers", var key] when CallerKey.Parse(key) is { } caller => _found.Caller.ShowAsync(request, caller),
        // What a POST has answered in place is not shown again by its address.
        ["callers", var key, "search" or "number" or "changes" or "undo" or "export" or "erase"] when CallerKey.Parse(key) is { } caller
            => request.GoAsync(ConsoleRoutes.Caller(caller)),
        ["callers", var key, "calls", var call] when CallerKey.Parse(key) is { } caller => _found.Call.ShowAsync(request, caller, call),
        ["failed"] => _found.Failed.ShowAsync(request),
        ["failed", "replay" or "dismiss"] => request.GoAsync(ConsoleRoutes.Failed),
        ["jobs", var id] => _found.Jobs.ShowAsync(request, id),
        ["jobs", var id, "files", var name] => _found.Jobs.DownloadAsync(request, id, name),
        ["audit"] => _found.Audit.ShowAsync(request),
        ["agents"] => _found.Agents.ShowAsync(request),
        ["agents", "check"] => request.GoAsync(ConsoleRoutes.Agents),
        ["settings"] => _found.Settings.ShowAsync(request),
        _ => request.RefuseAsync(Refusal.NotFound),
    };

    private async Task PostAsync(HttpContext context, ConsoleSession? session, string[] path)
    {
        // Entra ID has the browser post this; a cookie ties it to what was asked.
        if (path is ["sign-in", "entra"] && _entra is not null)
            await (await ConsoleForm.ReadAsync(context) is { } answer ? _entra.EndAsync(context, answer)
                : Refusal.BadForm.WriteAsync(_pages, context, session));
        else if (!SameOrigin.IsSentFromHere(context.Request))
            await Refusal.WrongToken.WriteAsync(_pages, context, session);
        else if (await ConsoleForm.ReadAsync(context) is not { } form)
            await Refusal.BadForm.WriteAsync(_pages, context, session);
        else if (path is ["sign-in"])
            await _found.SignIn.SignInAsync(context, form);
        else if (session is null)
            await SignInFirstAsync(context);
        else if (!_sessions.IsTokenOf(session, form["token"]))
            await Refusal.WrongToken.WriteAsync(_pages, context, session);
        else
            await PostAsync(RequestOf(context, session, form), path);
    }

    private Task PostAsync(ConsoleRequest request, string[] path) => path switch
    {
        ["sign-out"] => SignInPages.SignOutAsync(request.Context),
        ["callers"] => _found.Callers.FindAsync(request),
        ["callers", var key, "number"] when CallerKey.Parse(key) is { } caller => _found.Caller.ShowNumberAsync(request, caller),
        ["callers", var key, "search"] when CallerKey.Parse(key) is { } caller => _found.Caller.SearchAsync(request, caller),
        _ when !request.Session.CanChange => request.RefuseAsync(Refusal.WrongRole),
        ["callers", var key, "changes"] when CallerKey.Parse(key) is { } caller => _found.Changes.ChangeAsync(request, caller),
        ["callers", var key, "undo"] when CallerKey.Parse(key) is { } caller => _found.Changes.UndoAsync(request, caller),
        ["callers", var key, "export"] when CallerKey.Parse(key) is { } caller
            => _found.Jobs.StartAsync(request, caller, JobKind.Export),
        ["callers", var key, "erase"] when CallerKey.Parse(key) is { } caller
            => _found.Jobs.StartAsync(request, caller, JobKind.Erasure),
        ["agents", "check"] => _found.Agents.CheckAsync(request),
        ["failed", "replay"] => _found.Failed.ReplayAsync(request),
        ["failed", "dismiss"] => _found.Failed.DismissAsync(request),
        _ => request.RefuseAsync(Refusal.NotFound),
    };

    private ConsoleRequest RequestOf(HttpContext context, ConsoleSession session, ConsoleForm form)
        => new(context, session, form, _audit, _pages);

    private static Task SignInFirstAsync(HttpContext context)
    {
        PageWriter.Redirect(context, ConsoleRoutes.SignIn);
        return Task.CompletedTask;
    }

    [LoggerMessage(8005, LogLevel.Error, "A {Method} request of the console failed")]
    private partial void LogFailed(Exception fault, string method);
}
