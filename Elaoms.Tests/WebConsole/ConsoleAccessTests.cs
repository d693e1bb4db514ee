using System.Globalization;
using System.Text.RegularExpressions;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Audit;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.WebConsole;

/// <summary>Who is let into the console, on a real port.</summary>
public sealed partial class ConsoleAccessTests
{
    private const string SignIn = "/console/sign-in";

    private static readonly string Nobody = new('a', 64);

    public static TheoryData<string> Pages =>
    [
        "", "/", "/callers", $"/callers/{Nobody}", $"/callers/{Nobody}/calls/{Nobody[..32]}", "/failed", "/audit", "/agents", "/settings",
        $"/jobs/{Nobody[..32]}", $"/jobs/{Nobody[..32]}/files/a.zip", "/none",
    ];

    public static TheoryData<string> Forms =>
    [
        "/callers", $"/callers/{Nobody}/number", $"/callers/{Nobody}/search", $"/callers/{Nobody}/changes", $"/callers/{Nobody}/undo",
        $"/callers/{Nobody}/export", $"/callers/{Nobody}/erase",
        "/failed/replay", "/failed/dismiss", "/sign-out",
    ];

    [Fact]
    public async Task Without_operator_keys_there_is_no_console()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new ConsoleBrowser(server);

        (await browser.GetAsync("/sign-in")).IsError(404, "not_found");
        (await browser.PostAsync("/sign-in", ("key", OperatorApi.Operator))).IsError(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_asks_to_sign_in_first(string path)
    {
        await using var api = await OperatorApi.StartAsync();

        var answer = await new ConsoleBrowser(api.Server) { Cookie = "forged" }.GetAsync(path);

        Assert.Equal((303, SignIn), (answer.Status, answer.Headers.Location!.OriginalString));
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Key_of_an_operator_begins_a_session_in_a_cookie_that_no_script_and_no_other_site_can_use()
    {
        await using var api = await OperatorApi.StartAsync();

        var answer = await new ConsoleBrowser(api.Server).PostAsync("/sign-in", ("key", OperatorApi.Operator));

        Assert.Equal((303, "/console"), (answer.Status, answer.Headers.Location!.OriginalString));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-elaoms=", cookie, StringComparison.Ordinal);
        Assert.All(
            ["max-age=43200", "path=/", "secure", "samesite=strict", "httponly"],
            part => Assert.Contains("; " + part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Ten_wrong_keys_lock_out_the_right_one_too()
    {
        await using var api = await OperatorApi.StartAsync();
        var browser = new ConsoleBrowser(api.Server);
        for (var failure = 0; failure < OperatorLockout.MaxFailures; failure++)
            Assert.Equal(401, (await browser.PostAsync("/sign-in", ("key", $"{OperatorApi.Operator}{failure}"))).Status);

        var locked = await browser.PostAsync("/sign-in", ("key", OperatorApi.Operator));

        Assert.Equal(429, locked.Status);
        Assert.Null(ConsoleBrowser.CookieOf(locked));
        Assert.InRange(int.Parse(locked.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 900);
        (await api.GetAsync("/callers")).IsError(429, "locked_out");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Form_from_elsewhere_without_its_token_or_without_a_session_does_nothing(string path)
    {
        await using var api = await OperatorApi.StartAsync();
        var browser = await ConsoleBrowser.SignedInAsync(api.Server);
        var other = await ConsoleBrowser.SignedInAsync(api.Server);
        (string, string)[] fields = [("act", "opt-out"), ("caller", Nobody)];

        foreach (var headers in (IEnumerable<(string, string)[]>)
            [
                [], [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")],
                [("Origin", "https://evil.example")], [("Origin", "null")],
                [("Sec-Fetch-Site", "cross-site"), ("Origin", api.Server.Address.GetLeftPart(UriPartial.Authority))],
            ])
        {
            Assert.Equal(403, (await browser.PostAsync(path, headers, fields)).Status);
        }

        foreach (var token in (string[])["", "forged", other.Token, new string('0', 64)])
        {
            var answer = await new ConsoleBrowser(api.Server) { Cookie = browser.Cookie, Token = token }.PostAsync(path, fields);
            Assert.Equal(403, answer.Status);
            Assert.Null(ConsoleBrowser.CookieOf(answer));
        }

        var stranger = await new ConsoleBrowser(api.Server) { Token = browser.Token }.PostAsync(path, fields);
        Assert.Equal((303, SignIn), (stranger.Status, stranger.Headers.Location!.OriginalString));
        using var json = new StringContent("{}");
        Assert.Equal(
            400, (await browser.SendAsync(HttpMethod.Post, path, json, [("Sec-Fetch-Site", "same-origin")])).Status);
        Assert.Empty(await ChangesAsync(api));
    }

    [Fact]
    public async Task Reader_sees_and_changes_nothing()
    {
        await using var api = await OperatorApi.StartAsync();
        var browser = await ConsoleBrowser.SignedInAsync(api.Server, OperatorApi.Reader);

        (await browser.GetAsync("/callers")).IsOk();
        Assert.Equal(403, (await browser.GetAsync("/audit")).Status);
        foreach (var path in (string[])[$"/callers/{Nobody}/changes", $"/callers/{Nobody}/undo", "/failed/replay", "/failed/dismiss"])
            Assert.Equal(403, (await browser.PostAsync(path, ("act", "opt-out"))).Status);
        Assert.Empty(await ChangesAsync(api));
    }

    [Fact]
    public async Task Nothing_is_shown_when_it_can_not_be_recorded()
    {
        var audit = new FailingAudit();
        await using var api = await OperatorApi.StartAsync(services => services.AddSingleton<IAuditStore>(audit));
        var browser = await ConsoleBrowser.SignedInAsync(api.Server);
        audit.Fails = true;

        foreach (var path in (string[])["", "/callers", $"/callers/{Nobody}", "/failed", "/audit", "/agents", "/settings"])
            Assert.Equal(503, (await browser.GetAsync(path)).Status);
        Assert.Equal(503, (await browser.PostAsync("/callers", ("caller", Nobody))).Status);
        Assert.Equal(503, (await browser.PostAsync($"/callers/{Nobody}/changes", ("act", "opt-out"))).Status);
        Assert.Equal(503, (await new ConsoleBrowser(api.Server).PostAsync("/sign-in", ("key", OperatorApi.Operator))).Status);
    }

    [Fact]
    public async Task Page_may_load_from_here_alone_and_is_kept_nowhere()
    {
        await using var api = await OperatorApi.StartAsync();
        var browser = await ConsoleBrowser.SignedInAsync(api.Server);

        var signIn = await new ConsoleBrowser(api.Server).GetAsync("/sign-in");
        foreach (var page in (Answer[])[await browser.GetAsync(""), signIn, await browser.GetAsync("/none")])
        {
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'",
                policy);
            Assert.True(page.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
            Assert.DoesNotContain("<style", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" style=", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("<script(?! defer src=\"/console/assets/)", page.Text);
        }
    }

    [Fact]
    public async Task File_of_the_console_is_kept_for_good_under_its_content_and_no_other_name_leads_anywhere()
    {
        await using var api = await OperatorApi.StartAsync();
        var browser = new ConsoleBrowser(api.Server);
        var page = (await browser.GetAsync("/sign-in")).Text;
        var files = AssetPath.Matches(page).Select(match => match.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal(6, files.Count);
        foreach (var file in files)
        {
            var answer = (await browser.GetAsync(file)).IsOk();
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.NotEmpty(answer.Body);
        }

        foreach (var other in (string[])["/assets/console.css", "/assets/..%2f..%2fappsettings.json", "/assets/"])
            Assert.NotEqual(200, (await browser.GetAsync(other)).Status);
    }

    private static async Task<IReadOnlyList<string>> ChangesAsync(OperatorApi api)
        => [.. (await api.ItemsAsync("/audit", OperatorApi.Operator)).Select(entry => (string)entry["verb"]!)
            .Where(verb => verb is not ("console-sign-in" or "console-list-callers" or "read-audit"))];

    [GeneratedRegex("/console(?<path>/assets/[^\"]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AssetPath { get; }

    private sealed class FailingAudit : IAuditStore
    {
        public bool Fails { get; set; }

        public ValueTask AppendAsync(AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
            => Fails ? throw new IOException("No space left on device") : ValueTask.CompletedTask;

        public IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken)
            => AsyncEnumerable.Empty<AuditChain>();

        public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(AuditChain chain, CancellationToken cancellationToken)
            => AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();

        public ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken) => ValueTask.FromResult(0);
    }
}
