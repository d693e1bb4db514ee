using System.Text;
using Elaoms.Core.Settings;
using Elaoms.WebConsole.Layout;
using Elaoms.WebConsole.Pages;
using Elaoms.WebConsole.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elaoms.WebConsole.Http;

/// <summary>Renders pages into responses. Components get all they show by parameters, and ask for no service.</summary>
internal sealed class PageWriter(
    IServiceProvider services, ILoggerFactory loggers, ConsoleAssets assets, ConsoleSessions sessions, ElaomsSettings settings)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Answers with a page.</summary>
    /// <param name="session">Who looks at it; null when nobody is signed in.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="section">The part of the console that it belongs to.</param>
    /// <param name="parameters">The parameters of the page's component.</param>
    public async Task WriteAsync<TPage>(
        HttpContext context, int status, ConsoleSession? session, string title, string section, IDictionary<string, object> parameters)
        where TPage : IComponent
    {
        var frame = new PageFrame(
            title, section, session?.Who, session is null ? "" : sessions.TokenOf(session), session?.CanChange == true, assets.PathOf);
        var html = Encoding.UTF8.GetBytes(await RenderAsync<TPage>(frame, parameters));
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = html.Length;
        Protect(response);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(html, context.RequestAborted);
    }

    /// <summary>Answers with the page on which people sign in.</summary>
    /// <param name="fault">Why they are not; null where they did not try.</param>
    public Task WriteSignInAsync(HttpContext context, int status, string? fault) => WriteAsync<SignInPage>(
        context, status, session: null, "Sign in", "", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [nameof(SignInPage.Fault)] = fault ?? "",
            [nameof(SignInPage.HasKeys)] = settings.OperatorKeys.Count > 0,
            [nameof(SignInPage.HasAccounts)] = settings.ConsoleEntra is not null,
            [nameof(SignInPage.IsSafe)] = context.Request.IsHttps || IsThisMachine(context.Request.Host.Host)
                || context.Request.Headers.ContainsKey("Sec-Fetch-Site"),
        });

    /// <summary>Sends the browser on with a GET.</summary>
    public static void Redirect(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        Protect(context.Response);
    }

    private static bool IsThisMachine(string host) => host is "localhost" or "127.0.0.1" or "[::1]";

    private static void Protect(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        if (response.HttpContext.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    private async Task<string> RenderAsync<TPage>(PageFrame frame, IDictionary<string, object> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var document = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(Document.Frame)] = frame,
                [nameof(Document.Page)] = typeof(TPage),
                [nameof(Document.Parameters)] = parameters,
            };
            return (await renderer.RenderComponentAsync<Document>(ParameterView.FromDictionary(document))).ToHtmlString();
        });
    }
}
