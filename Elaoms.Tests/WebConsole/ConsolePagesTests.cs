using System.Text.RegularExpressions;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Server;
using Elaoms.WebConsole;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.WebConsole;

/// <summary>What the console shows and changes, on a real port.</summary>
public sealed partial class ConsolePagesTests : IAsyncLifetime
{
    private const string Sam = "+12025550123";

    // All that the pages of a caller, a call and a search are made of: b and img by ourselves.
    private static readonly string[] Tags =
    [
        "a", "b", "blockquote", "body", "button", "circle", "code", "dd", "del", "details", "div", "dl", "dt", "form", "h1", "h2", "head",
        "header", "html", "img", "input", "label", "li", "line", "link", "main", "mark", "meta", "nav", "ol", "option", "p", "path",
        "polyline", "rect", "script", "section", "select", "span", "summary", "svg", "time", "title", "ul",
    ];

    private OperatorApi _api = null!;
    private ConsoleBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _api = await OperatorApi.StartAsync();
        _browser = await ConsoleBrowser.SignedInAsync(_api.Server);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Caller_is_found_and_shown_as_the_agent_hears_it_with_the_number_masked_until_it_is_asked_for()
    {
        await TeachAsync(1, "My name is Anna Berg.", "I am allergic to nuts.");

        var path = await FindAsync("+1 (202) 555-0123");
        var page = await _browser.GetAsync(path);

        var text = ConsoleBrowser.TextOf(page.IsOk());
        Assert.Contains("Welcome back, Anna", text, StringComparison.Ordinal);
        Assert.Contains("My name is Anna Berg.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2025550123", page.Text, StringComparison.Ordinal);
        var shown = await _browser.PostAsync(path + "/number");
        Assert.Contains(Sam, ConsoleBrowser.TextOf(shown.IsOk()), StringComparison.Ordinal);
        Assert.Equal(["console-find-caller", "console-show", "console-show-number"], (await VerbsAsync()).TakeLast(3));
    }

    [Fact]
    public async Task Caller_is_exported_and_erased_by_the_queue_and_the_page_says_how_far_it_is()
    {
        await TeachAsync(1, "My name is Anna Berg.");
        var path = await FindAsync(Sam);

        var export = await DoneJobAsync(path + "/export");
        var link = FileLink.Match(export.Text).Groups["path"].Value;
        var file = await _browser.GetAsync(link);
        Assert.Equal((200, "PK"), (file.Status, System.Text.Encoding.ASCII.GetString(file.Body, 0, 2)));
        Assert.Equal("application/zip", file.ContentHeaders.ContentType!.MediaType);

        var erasure = await DoneJobAsync(path + "/erase");
        Assert.Contains("The caller is erased", ConsoleBrowser.TextOf(erasure), StringComparison.Ordinal);
        Assert.Equal(404, (await _browser.GetAsync(path)).Status);
        Assert.Equal(404, (await _browser.GetAsync(link)).Status);
        Assert.Equal(404, (await _browser.GetAsync("/jobs/" + new string('0', 32))).Status);
        Assert.Equal(
            ["console-export", "console-download-export", "console-erase"],
            (await VerbsAsync()).Where(verb => verb.Contains("export", StringComparison.Ordinal) || verb == "console-erase"));
        var reader = await ConsoleBrowser.SignedInAsync(_api.Server, OperatorApi.Reader);
        Assert.Equal(403, (await reader.PostAsync(path + "/erase")).Status);
        Assert.Equal(403, (await reader.GetAsync("/jobs/" + new string('0', 32))).Status);
    }

    [Fact]
    public async Task Quote_of_a_fact_leads_to_the_turn_in_its_call()
    {
        await TeachAsync(1, "Good day.", "My name is Anna Berg.");
        var page = await _browser.GetAsync(await FindAsync(Sam));

        var link = TurnLink.Match(page.Text).Groups["path"].Value.Split('#');
        var call = (await _browser.GetAsync(link[0])).IsOk();

        Assert.Equal("turn-1", link[1]);
        Assert.Matches("(?s)<li id=\"turn-1\".*<mark>My name is Anna Berg.*Name: Anna Berg", call.Text);
        Assert.Contains("learned", ConsoleBrowser.TextOf(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correction_is_told_at_once_and_undone_within_ten_minutes()
    {
        await TeachAsync(1, "My name is Anna.");
        var path = await FindAsync(Sam);

        await DoneAsync(
            "corrected", path + "/changes", ("act", "correct"), ("id", "one"), ("fact", "first_name"), ("old", "Anna"),
            ("value", "Hanna"));
        Assert.Contains("Welcome back, Hanna", await TextAsync(path), StringComparison.Ordinal);

        await DoneAsync("undone", path + "/undo", ("id", "one"));
        Assert.Contains("Welcome back, Anna", await TextAsync(path), StringComparison.Ordinal);
        await DoneAsync("nothing-to-change", path + "/undo", ("id", "one"));
        Assert.Contains("console-undo", await VerbsAsync());
    }

    [Fact]
    public async Task Unsure_name_is_confirmed_or_rejected_in_place()
    {
        await TeachAsync(1, "My name is Anna.");
        await TeachAsync(2, "My name is Tom.");
        var path = await FindAsync(Sam);
        Assert.Contains("unsure", await TextAsync(path), StringComparison.Ordinal);
        Assert.Contains("phone …0123: the name is not sure", await TextAsync(""), StringComparison.Ordinal);

        await DoneAsync("confirmed", path + "/changes", ("act", "confirm-name"), ("fact", "first_name"), ("value", "Tom"));

        Assert.Contains("Welcome back, Tom", await TextAsync(path), StringComparison.Ordinal);
        Assert.Contains("Nothing needs you", await TextAsync(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_shows_what_an_agent_would_be_told_and_why()
    {
        await TeachAsync(1, "The heater in the cellar is broken.");

        var page = await _browser.PostAsync(await FindAsync(Sam) + "/search", ("query", "broken heater"));

        var text = ConsoleBrowser.TextOf(page.IsOk());
        Assert.Contains("The heater in the cellar is broken.", text, StringComparison.Ordinal);
        Assert.Contains("score", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_opts_out_and_a_call_is_deleted()
    {
        await TeachAsync(1, "The heater in the cellar is broken.");
        var path = await FindAsync(Sam);
        var conversation = ConversationId.Match((await _browser.GetAsync(CallLink.Match((await _browser.GetAsync(path)).Text)
            .Groups["path"].Value)).Text).Groups["id"].Value;

        await DoneAsync("opted-out", path + "/changes", ("act", "opt-out"));
        Assert.Contains("The caller opted out.", await TextAsync(path), StringComparison.Ordinal);
        await DoneAsync("opted-in", path + "/changes", ("act", "opt-in"));
        await DoneAsync("call-deleted", path + "/changes", ("act", "delete-call"), ("conversation", conversation));

        Assert.DoesNotContain("heater", await TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_callers_stays_text()
    {
        string[] hostile =
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</p></li><h1>owned</h1>", "<hx-partial hx-get=/console>",
            "' hx-get='/console/sign-out' x='", "\u202Egnp.exe", "{{constructor.constructor('alert(1)')()}}",
            "<style>*{display:none}</style>", "[card number]<b>", "javascript:alert(1)", new string('<', 10_000),
        ];
        await TeachAsync(1, hostile);
        await TeachAsync(2, "My name is <b>Anna</b>.", "I am allergic to \"><svg onload=alert(1)>.");
        var path = await FindAsync(Sam);
        foreach (var (value, number) in hostile.Select((value, at) => (value.Length > 200 ? value[..200] : value, at)))
            await _browser.PostAsync(path + "/changes", ("act", "add"), ("fact", $"note_{number}"), ("value", value));

        var caller = (await _browser.GetAsync(path)).IsOk();
        var search = (await _browser.PostAsync(path + "/search", ("query", hostile[1]))).IsOk();
        var pages = new List<Answer> { caller, search };
        foreach (Match link in CallLink.Matches(caller.Text))
            pages.Add((await _browser.GetAsync(link.Groups["path"].Value)).IsOk());

        Assert.True(pages.Count >= 4);
        Assert.All(pages, page =>
        {
            var tags = OpeningTag.Matches(AttributeValue.Replace(page.Text, "v")).Select(tag => tag.Groups["tag"].Value);
            Assert.Empty(tags.Except(Tags, StringComparer.Ordinal));
            // Quotes delimit attributes alone: in text they are encoded.
            Assert.DoesNotMatch(@"<[^>]*\son[a-z]+\s*=", AttributeValue.Replace(page.Text, "v"));
            Assert.DoesNotMatch(@"<[^>]*(href|src|action)=""javascript:", page.Text);
            Assert.DoesNotMatch(@"<script(?! defer src=""/console/assets/)", page.Text);
            Assert.DoesNotContain("<hx-", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202E", page.Text, StringComparison.Ordinal);
            Assert.Single(H1.Matches(page.Text));
        });
        // What the operator typed comes back as it was; what a caller said has lost its brackets on the way out.
        Assert.Contains("value=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\"", search.Text, StringComparison.Ordinal);
        Assert.Contains("scriptalert(1)/script", ConsoleBrowser.TextOf(caller), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/callers")]
    [InlineData("/failed")]
    [InlineData("/audit")]
    [InlineData("/agents")]
    [InlineData("/settings")]
    public async Task Page_without_anything_says_what_to_do_and_shows_no_secret(string path)
    {
        var page = (await _browser.GetAsync(path)).IsOk();

        Assert.Single(H1.Matches(page.Text));
        Assert.DoesNotContain(OperatorApi.Operator, page.Text, StringComparison.Ordinal);
        Assert.All(
            _api.Server.Settings.ToConfiguration().AsEnumerable().Where(setting => setting.Key.EndsWith("_KEY", StringComparison.Ordinal)),
            setting => Assert.DoesNotContain(setting.Value!, page.Text, StringComparison.Ordinal));
    }

    private async Task<string> FindAsync(string number)
    {
        var answer = await _browser.PostAsync("/callers", ("caller", number));
        Assert.Equal(303, answer.Status);
        return answer.Headers.Location!.OriginalString[ConsoleEndpoint.Path.Length..];
    }

    private async Task DoneAsync(string notice, string path, params (string, string)[] fields)
    {
        var answer = await _browser.PostAsync(path, fields);
        Assert.Equal(303, answer.Status);
        Assert.EndsWith("?notice=" + notice, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(
            "role=\"status\"", (await _browser.GetAsync(answer.Headers.Location.OriginalString[ConsoleEndpoint.Path.Length..])).IsOk().Text,
            StringComparison.Ordinal);
    }

    // Starts a job, and waits until its page shows what came of it.
    private async Task<Answer> DoneJobAsync(string path)
    {
        var started = await _browser.PostAsync(path);
        Assert.Equal(303, started.Status);
        var job = started.Headers.Location!.OriginalString[ConsoleEndpoint.Path.Length..];
        Answer? page = null;
        await Eventually.IsTrueAsync(
            async () => !(page = (await _browser.GetAsync(job)).IsOk()).Text.Contains("<progress", StringComparison.Ordinal),
            "the job is done");
        return page!;
    }

    private async Task<string> TextAsync(string path) => ConsoleBrowser.TextOf((await _browser.GetAsync(path)).IsOk());

    private async Task<IReadOnlyList<string>> VerbsAsync()
        => [.. (await _api.ItemsAsync("/audit", OperatorApi.Operator)).Select(entry => (string)entry["verb"]!)
            .Where(verb => verb != "read-audit")];

    private Task TeachAsync(int number, params string[] texts)
        => _api.Server.TeachAsync(Payloads.Call(Sam, $"conv_{number}", Payloads.Recent + 3600 * number, texts));

    [GeneratedRegex("/console(?<path>/callers/[0-9a-f]{64}/calls/[0-9a-f]{32}#turn-1)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TurnLink { get; }

    [GeneratedRegex(
        "class=\"strong\" href=\"/console(?<path>/callers/[0-9a-f]{64}/calls/[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CallLink { get; }

    [GeneratedRegex("name=\"conversation\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConversationId { get; }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex AttributeValue { get; }

    [GeneratedRegex(@"<(?<tag>[a-z][^\s>/]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpeningTag { get; }

    [GeneratedRegex("href=\"/console(?<path>/jobs/[0-9a-f]{32}/files/[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileLink { get; }

    [GeneratedRegex("<h1[ >]", RegexOptions.None, 1000)]
    private static partial Regex H1 { get; }
}
