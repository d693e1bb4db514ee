using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Audit;
using Elaoms.Web.Http;
using Elaoms.WebConsole.Http;
using Elaoms.WebConsole.Pages;
using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.SignIn;

/// <summary>
/// Lets people in whom Entra ID vouches for: the OpenID Connect implicit flow with <c>form_post</c>
/// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). The token is validated here; the host's own authentication
/// would also stand before the webhooks.
/// </summary>
internal sealed class EntraSignIn(EntraTokens tokens, ConsoleSessions sessions, AuditLog audit, Refusals refusals, PageWriter pages)
{
    /// <summary>The cookie that ties an answer of Entra ID to the browser that asked. It must come with a POST of another site.</summary>
    public const string CookieName = "__Host-elaoms-entra";

    private const int RandomBytes = 32;
    private static readonly TimeSpan LongestSignIn = TimeSpan.FromMinutes(10);

    /// <summary>Sends the browser to Entra ID.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        var (state, nonce) = (Random(), Random());
        string address;
        try
        {
            address = await tokens.AuthorizeAsync(state, nonce, context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            await UnreachableAsync(context);
            return;
        }

        context.Response.Cookies.Append(CookieName, $"{state}.{nonce}", Cookie(LongestSignIn));
        PageWriter.Redirect(context, address);
    }

    /// <summary>Takes the answer of Entra ID, and begins a session.</summary>
    public async Task EndAsync(HttpContext context, ConsoleForm form)
    {
        var sent = context.Request.Cookies[CookieName]?.Split('.');
        context.Response.Cookies.Append(CookieName, "", Cookie(TimeSpan.Zero));
        if (sent is not [var state, var nonce] || !IsSame(state, form["state"]) || form["id_token"] is not { } token)
        {
            await RefuseAsync(
                context, "WrongState",
                form["error"] is null ? "The sign-in took too long, or began in another browser. Try again."
                    : "Microsoft Entra ID did not sign you in. Ask your administrator.");
            return;
        }

        EntraAccount? account;
        try
        {
            account = await tokens.ReadAsync(token, nonce, context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            await UnreachableAsync(context);
            return;
        }

        if (account is not { Operator: { } who })
        {
            await RefuseAsync(
                context, account is null ? "WrongToken" : "NoRole",
                account is null ? "What Microsoft Entra ID sent is not valid here. Try again, or ask your administrator."
                    : $"Your account has no role here. Ask your administrator for {EntraTokens.ReaderRole} or "
                        + $"{EntraTokens.OperatorRoleName}.");
            return;
        }

        await audit.RecordAsync(new AuditedAct(who.Name, "console-sign-in"), context.RequestAborted);
        context.Response.Cookies.Append(
            ConsoleSessions.CookieName, sessions.Begin(who), SignInPages.Cookie(ConsoleSessions.LifetimeOfAccounts));
        // After a redirect the request would still be one of another site, and the session's cookie would not come with it.
        context.Response.Headers["Refresh"] = "0; url=" + ConsoleRoutes.Root;
        await pages.WriteAsync<SignedInPage>(
            context, StatusCodes.Status200OK, session: null, "Signed in", "", new Dictionary<string, object>(StringComparer.Ordinal));
    }

    private Task UnreachableAsync(HttpContext context) => pages.WriteSignInAsync(
        context, StatusCodes.Status503ServiceUnavailable,
        "Microsoft Entra ID can't be reached from here. Sign in with an operator key, or try again.");

    private Task RefuseAsync(HttpContext context, string reason, string fault) => refusals.Count(context, ConsoleRoutes.SignIn, reason)
        ? pages.WriteSignInAsync(context, StatusCodes.Status401Unauthorized, fault)
        : pages.WriteSignInAsync(
            context, StatusCodes.Status429TooManyRequests, "Too many refused sign-ins came from this network. Wait a minute.");

    private static bool IsSame(string own, string? sent) => sent is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(sent));

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    private static CookieOptions Cookie(TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.None,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
