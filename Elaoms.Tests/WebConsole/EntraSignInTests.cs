using System.Net;
using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.WebConsole;

/// <summary>Sign-in to the console with an account of Microsoft Entra ID, and what does not let anybody in.</summary>
public sealed class EntraSignInTests : IAsyncLifetime
{
    private PlayedEntra _entra = null!;
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _entra = await PlayedEntra.StartAsync();
        _server = await TestServer.StartAsync(settings =>
        {
            settings[SettingNames.ConsoleEntraTenant] = PlayedEntra.Tenant;
            settings[SettingNames.ConsoleEntraClient] = PlayedEntra.Client;
            settings[SettingNames.ConsoleUrl] = "https://memory.example/console";
            settings[SettingNames.ConsoleEntraAuthority] = _entra.Address.ToString();
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _entra.DisposeAsync();
    }

    [Theory]
    [InlineData("Elaoms.Operator", "operator", 200)]
    [InlineData("Elaoms.Reader", "reader", 403)]
    public async Task Account_with_a_role_gets_in_under_its_name(string role, string shown, int audit)
    {
        var (state, nonce, cookie) = await BeginAsync();

        using var answer = await EndAsync(cookie, state, _entra.Token(nonce, Of("roles", new[] { role })));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("0; url=/console", Assert.Single(answer.Headers.GetValues("Refresh")));
        var session = CookieOf(answer, "__Host-elaoms");
        Assert.Contains("samesite=strict", session.Whole, StringComparison.OrdinalIgnoreCase);
        using var page = await GetAsync("/console", session.Sent);
        var html = await page.Content.ReadAsStringAsync(CancellationToken.None);
        Assert.Contains("anna@contoso.example", html, StringComparison.Ordinal);
        Assert.Contains(shown, html, StringComparison.Ordinal);
        using var log = await GetAsync("/console/audit", session.Sent);
        Assert.Equal(audit, (int)log.StatusCode);
    }

    [Fact]
    public async Task Browser_is_sent_to_the_directory_with_what_ties_the_answer_to_it()
    {
        using var answer = await GetAsync("/console/sign-in/entra", cookie: null);

        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal(_entra.Address.Authority, answer.Headers.Location.Authority);
        Assert.Equal(
            ("id_token", "form_post", PlayedEntra.Client, "https://memory.example/console/sign-in/entra"),
            (
                query["response_type"].ToString(), query["response_mode"].ToString(), query["client_id"].ToString(),
                query["redirect_uri"].ToString()));
        var cookie = CookieOf(answer, "__Host-elaoms-entra").Whole;
        Assert.All(["secure", "httponly", "samesite=none"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Token_that_is_not_of_this_sign_in_this_app_and_this_directory_lets_nobody_in()
    {
        using var other = RSA.Create(2048);
        var (state, nonce, cookie) = await BeginAsync();
        var late = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-10);
        string[] tokens =
        [
            _entra.Token("another nonce"),
            _entra.Token(nonce, Of("aud", PlayedEntra.Tenant)),
            _entra.Token(nonce, Of("tid", PlayedEntra.Client)),
            _entra.Token(nonce, Of("iss", "https://login.microsoftonline.com/common/v2.0")),
            _entra.Token(nonce, signedBy: other),
            _entra.Token(nonce, expires: late),
            _entra.Token(nonce, Of("roles", new[] { "Other.Role" })),
            _entra.Token(nonce, Of("roles", Array.Empty<string>())),
            Unsigned(_entra.Token(nonce)),
            _entra.Token(nonce)[..^8] + "AAAAAAAA",
            "a.b.c",
            "no token",
            new string('x', 40_000),
        ];
        foreach (var token in tokens)
            await IsRefusedAsync(cookie, state, token);
        // The good one, with what does not belong to it.
        await IsRefusedAsync(cookie, "another state", _entra.Token(nonce));
        await IsRefusedAsync(null, state, _entra.Token(nonce));
        await IsRefusedAsync("__Host-elaoms-entra=.", "", _entra.Token(nonce));
        var (_, _, ofOther) = await BeginAsync();
        await IsRefusedAsync(ofOther, state, _entra.Token(nonce));
    }

    [Fact]
    public async Task Session_of_an_account_can_not_be_made_of_its_words()
    {
        var (state, nonce, cookie) = await BeginAsync();
        using var answer = await EndAsync(cookie, state, _entra.Token(nonce, Of("roles", new[] { "Elaoms.Reader" })));
        var sent = CookieOf(answer, "__Host-elaoms").Sent;

        foreach (var forged in new[] { sent.Replace("account-0", "account-1", StringComparison.Ordinal), sent[..^2] + "00", sent + "0" })
        {
            using var page = await GetAsync("/console", forged);
            Assert.Equal((HttpStatusCode.SeeOther, "/console/sign-in"), (page.StatusCode, page.Headers.Location!.ToString()));
        }
    }

    [Theory]
    [InlineData("not a GUID", PlayedEntra.Client, "https://memory.example/console")]
    [InlineData(PlayedEntra.Tenant, "", "https://memory.example/console")]
    [InlineData(PlayedEntra.Tenant, PlayedEntra.Client, "http://memory.example/console")]
    [InlineData(PlayedEntra.Tenant, PlayedEntra.Client, "")]
    public void Settings_that_do_not_fit_together_are_faults(string tenant, string client, string url)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.ConsoleEntraTenant] = tenant,
            [SettingNames.ConsoleEntraClient] = client,
            [SettingNames.ConsoleUrl] = url,
        }).Build();

        Assert.Null(EntraSettings.Read(configuration, faults));
        Assert.Single(faults);
    }

    private async Task IsRefusedAsync(string? cookie, string state, string token)
    {
        using var answer = await EndAsync(cookie, state, token);
        Assert.True((int)answer.StatusCode is 401 or 429, $"{answer.StatusCode} for {token[..Math.Min(20, token.Length)]}…");
        Assert.DoesNotContain(
            answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith("__Host-elaoms=", StringComparison.Ordinal));
    }

    private async Task<(string State, string Nonce, string Cookie)> BeginAsync()
    {
        using var answer = await GetAsync("/console/sign-in/entra", cookie: null);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        return (query["state"].ToString(), query["nonce"].ToString(), CookieOf(answer, "__Host-elaoms-entra").Sent);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string? cookie) => SendAsync(HttpMethod.Get, path, null, cookie);

    // As a browser posts what the directory has it post: from another site.
    private Task<HttpResponseMessage> EndAsync(string? cookie, string state, string token) => SendAsync(
        HttpMethod.Post,
        "/console/sign-in/entra",
        new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = state, ["id_token"] = token }),
        cookie);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? cookie)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (content is not null)
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
        return await _server.Webhooks.Client.SendAsync(request, CancellationToken.None);
    }

    private static (string Whole, string Sent) CookieOf(HttpResponseMessage answer, string name)
    {
        var whole = answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith(name + "=", StringComparison.Ordinal));
        return (whole, whole.Split(';')[0]);
    }

    private static Dictionary<string, object> Of(string claim, object value) => new(StringComparer.Ordinal) { [claim] = value };

    // {"alg":"none"}
    private static string Unsigned(string token) => $"eyJhbGciOiJub25lIn0.{token.Split('.')[1]}.";
}
