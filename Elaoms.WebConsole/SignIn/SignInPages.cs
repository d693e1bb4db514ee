using System.Globalization;
using Elaoms.Core.Audit;
using Elaoms.Core.Operators;
using Elaoms.Web.Http;
using Elaoms.WebConsole.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.SignIn;

/// <summary>Lets people in who have a key of <c>OPERATOR_KEYS</c>, and out again.</summary>
internal sealed class SignInPages(
    OperatorAuthentication authentication, OperatorLockout lockout, Refusals refusals, ConsoleSessions sessions, AuditLog audit,
    PageWriter pages)
{
    /// <summary>Shows the form.</summary>
    public Task ShowAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, fault: null);

    /// <summary>Begins a session.</summary>
    public async Task SignInAsync(HttpContext context, ConsoleForm form)
    {
        var address = context.Connection.RemoteIpAddress;
        if (await lockout.FindAsync(address, context.RequestAborted) is { } left)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await WriteAsync(
                context, StatusCodes.Status429TooManyRequests,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Too many wrong keys came from this network. Try again in {Math.Ceiling(left.TotalMinutes)} minutes."));
            return;
        }

        var key = form["key"];
        if (key is not null && authentication.Find(key) is { } who)
        {
            await audit.RecordAsync(new AuditedAct(who.Name, "console-sign-in"), context.RequestAborted);
            context.Response.Cookies.Append(ConsoleSessions.CookieName, sessions.Begin(key), Cookie(ConsoleSessions.Lifetime));
            PageWriter.Redirect(context, ConsoleRoutes.Root);
            return;
        }

        // Beyond the rate nothing is written, and whoever sends no key guesses none.
        var isWithinRate = refusals.Count(context, ConsoleRoutes.SignIn, "WrongKey");
        if (isWithinRate && key is not null)
            await lockout.NoteFailureAsync(address, context.RequestAborted);
        await (isWithinRate
            ? WriteAsync(context, StatusCodes.Status401Unauthorized, "No operator has this key. Check that you copied all of it.")
            : WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many wrong keys came from this network. Wait a minute."));
    }

    /// <summary>Ends the session in this browser.</summary>
    public static Task SignOutAsync(HttpContext context)
    {
        context.Response.Cookies.Append(ConsoleSessions.CookieName, "", Cookie(TimeSpan.Zero));
        PageWriter.Redirect(context, ConsoleRoutes.SignIn);
        return Task.CompletedTask;
    }

    internal static CookieOptions Cookie(TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };

    private Task WriteAsync(HttpContext context, int status, string? fault) => pages.WriteSignInAsync(context, status, fault);
}
