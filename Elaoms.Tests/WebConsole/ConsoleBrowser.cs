using System.Net;
using System.Text.RegularExpressions;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Server;
using Elaoms.WebConsole;
using Elaoms.WebConsole.SignIn;

namespace Elaoms.Tests.WebConsole;

/// <summary>A browser as the console sees one: it keeps the cookie, posts forms from where it is, and follows nothing by itself.</summary>
internal sealed partial class ConsoleBrowser(TestServer server)
{
    /// <summary>The cookie's value; null when there is none.</summary>
    public string? Cookie { get; set; }

    /// <summary>The token of the session's forms.</summary>
    public string Token { get; set; } = "";

    public static async Task<ConsoleBrowser> SignedInAsync(TestServer server, string key = OperatorApi.Operator)
    {
        var browser = new ConsoleBrowser(server);
        var answer = await browser.PostAsync("/sign-in", ("key", key));
        browser.Cookie = CookieOf(answer)!;
        browser.Token = TokenOf(await browser.GetAsync("/callers"));
        return browser;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null, []);

    /// <summary>Posts a form of a page of the console.</summary>
    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
        => PostAsync(path, [("Sec-Fetch-Site", "same-origin")], fields);

    /// <summary>Posts a form with other headers than a browser sends from here.</summary>
    public async Task<Answer> PostAsync(string path, (string Name, string Value)[] headers, (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields.Append(("token", Token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await SendAsync(HttpMethod.Post, path, content, headers);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request =
            new HttpRequestMessage(method, new Uri(ConsoleEndpoint.Path + path, UriKind.Relative)) { Content = content };
        if (Cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", $"{ConsoleSessions.CookieName}={Cookie}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await server.Webhooks.Client.SendAsync(request, CancellationToken.None);
        return await Answer.ReadAsync(response);
    }

    /// <summary>The cookie that an answer sets; null when it sets none.</summary>
    public static string? CookieOf(Answer answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies)
        ? cookies.Single().Split(';')[0].Split('=', 2)[1]
        : null;

    /// <summary>The text of a page as somebody reads it.</summary>
    public static string TextOf(Answer page) => WebUtility.HtmlDecode(Tag.Replace(page.Text, " "));

    private static string TokenOf(Answer page) => TokenField.Match(page.Text).Groups["token"].Value;

    [GeneratedRegex("name=\"token\" value=\"(?<token>[0-9a-f]{64})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField { get; }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag { get; }
}
