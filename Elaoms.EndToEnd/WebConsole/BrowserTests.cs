using System.Globalization;
using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Elaoms.EndToEnd.Functions;
using Elaoms.Tests.Server;
using Microsoft.Playwright;
using Xunit;

namespace Elaoms.EndToEnd.WebConsole;

/// <summary>The console in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Anna = "+12025550123";
    private const string Many = "+12025550199";
    private const string CallersTable = "main table a";

    // Docs show these pages; the names of files are theirs.
    private static readonly (string Name, string Path)[] Plain =
    [
        ("today", ""), ("callers", "/callers"), ("failed", "/failed"), ("audit", "/audit"), ("agents", "/agents"),
        ("settings", "/settings"),
    ];

    [Fact]
    public async Task Caller_is_corrected_by_keyboard_alone_on_the_server()
    {
        await using var server = await StartAsync();

        await CorrectAsync(server.Address);
    }

    [Fact]
    public async Task Caller_is_corrected_by_keyboard_alone_on_the_Functions_app()
    {
        await using var app = await FunctionsApp.StartAsync(ConsoleVisit.Configure);
        foreach (var call in Calls())
            (await app.Webhooks.DeliverAsync(call)).IsOk();
        await app.LearnedAsync();

        await CorrectAsync(app.Host.Address);
    }

    [Fact]
    public async Task Everything_works_without_script()
    {
        await using var server = await StartAsync();
        await using var visit = await ConsoleVisit.BeginAsync(await chromium.OpenAsync(hasScript: false), server.Address);
        await visit.SignInAsync();
        await visit.GoAsync("/callers");
        await visit.Page.FillAsync("#caller", "001 202 555 0123");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeesAsync("#heard");

        await visit.Page.ClickAsync("summary[aria-label='Change name']");
        await visit.Page.FillAsync(".facts details[open] input[name=value]", "Hanna Berg");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.SeesAsync("#notice");
        Assert.Contains("Welcome back, Hanna", await visit.Page.InnerTextAsync("blockquote"), StringComparison.Ordinal);
        visit.HasNoFault();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_fault_that_axe_finds_or_is_wider_than_a_phone_or_a_window_at_200_percent(ColorScheme theme)
    {
        await using var server = await StartAsync();
        await using var visit = await ConsoleVisit.BeginAsync(await chromium.OpenAsync(375, theme), server.Address);
        await visit.GoAsync("/sign-in");
        await IsSoundAsync(visit, "sign-in");
        await visit.SignInAsync();

        foreach (var (name, path) in Plain)
        {
            await visit.GoAsync(path);
            await IsSoundAsync(visit, name);
        }

        await visit.GoAsync("/callers");
        await visit.Page.ClickAsync($"{CallersTable} >> nth=0");
        await visit.SeesAsync("#heard");
        await visit.Page.ClickAsync(".facts summary >> nth=0");
        await IsSoundAsync(visit, "caller");
        await visit.Page.FillAsync("#query", "heater");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeesAsync("#answer");
        await IsSoundAsync(visit, "search");
        await visit.Page.ClickAsync("form[action$='/export'] button");
        await visit.SeesAsync("#job >> text=ready");
        await IsSoundAsync(visit, "job");
        await visit.Page.ClickAsync(".crumbs a[href*='/callers/']");
        await visit.SeesAsync("#heard");
        await visit.Page.ClickAsync(".timeline a");
        await visit.SeesAsync("#turns");
        await IsSoundAsync(visit, "call");
        visit.HasNoFault();
    }

    [Fact]
    public async Task Hostile_words_of_300_callers_run_nothing()
    {
        await using var server = await TestServer.StartAsync(ConsoleVisit.Configure);
        string[] hostile =
        [
            "<script>document.title='owned'</script>", "\"><img src=x onerror=\"document.title='owned'\">", "</main></body><h1>owned</h1>",
            "<hx-partial hx-get=\"/console/settings\" hx-trigger=\"load\">", "<div hx-on:load=\"document.title='owned'\">",
            "\u202Egnp.exe\u2066",
            "<a href=\"javascript:document.title='owned'\">here</a>", "<svg/onload=document.title='owned'>", new string('W', 10_000),
        ];
        for (var number = 0; number < 300; number++)
        {
            var words = hostile[number % hostile.Length];
            var caller = string.Create(CultureInfo.InvariantCulture, $"+1202555{number:0000}");
            string[] turns = [$"My name is {words}", $"I am allergic to {words}", words];
            (await server.Webhooks.DeliverAsync(Payloads.Call(caller, $"conv_{number}", Payloads.Recent + number, turns))).IsOk();
        }

        await server.LearnedAsync();
        await using var visit = await ConsoleVisit.BeginAsync(await chromium.OpenAsync(), server.Address);
        await visit.SignInAsync();
        foreach (var number in Enumerable.Range(0, hostile.Length))
        {
            await visit.GoAsync("/callers");
            await visit.Page.ClickAsync(string.Create(CultureInfo.InvariantCulture, $"{CallersTable} >> nth={number}"));
            await visit.SeesAsync("#heard");
            Assert.Equal(0, await visit.OverflowAsync());
            await visit.Page.ClickAsync(".timeline a");
            await visit.SeesAsync("#turns");
            Assert.DoesNotContain("owned", await visit.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await visit.OverflowAsync());
            Assert.Equal(3, await visit.Page.Locator(".turns > li").CountAsync());
        }

        visit.HasNoFault();
    }

    [Fact]
    public async Task Pictures_of_the_documents_are_small()
    {
        var folder = Environment.GetEnvironmentVariable("ELAOMS_PICTURES");
        await using var server = await StartAsync();
        await using var visit = await ConsoleVisit.BeginAsync(await chromium.OpenAsync(1100), server.Address);
        await visit.SignInAsync();
        await TakeAsync("console-today");
        await visit.GoAsync("/callers");
        await visit.Page.ClickAsync($"{CallersTable} >> nth=0");
        await visit.SeesAsync("#heard");
        await TakeAsync("console-caller");
        await visit.Page.ClickAsync(".source a >> nth=0");
        await visit.SeesAsync("#turns");
        await TakeAsync("console-call");

        async Task TakeAsync(string name)
        {
            var picture = await visit.Page.ScreenshotAsync();
            Assert.InRange(picture.Length, 5_000, 150_000);
            if (folder is not null)
                await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture, CancellationToken.None);
        }
    }

    private async Task CorrectAsync(Uri server)
    {
        await using var visit = await ConsoleVisit.BeginAsync(await chromium.OpenAsync(), server);
        await visit.SignInAsync();
        await visit.PressAsync("nav a[href='/console/callers']");
        await visit.SeesAsync("#caller");
        await visit.TypeAsync("#caller", "(202) 555-0123");
        await visit.SeesAsync("#notice");
        await visit.TypeAsync("#caller", "+1 (202) 555-0123");
        await visit.SeesAsync("#heard");
        Assert.DoesNotContain("2025550123", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await visit.PressAsync("form[action$='/number'] button");
        await visit.SeesAsync(".revealed");
        Assert.Equal(Anna, await visit.Page.InnerTextAsync(".revealed"));

        await visit.PressAsync("summary[aria-label='Change name']");
        await visit.TypeAsync("details[open] input[name=value]", "Hanna Berg");
        await visit.SeesAsync("#notice >> text=Corrected");
        Assert.Contains("Welcome back, Hanna", await visit.Page.InnerTextAsync("blockquote"), StringComparison.Ordinal);
        await visit.PressAsync("#notice button");
        await visit.SeesAsync("#notice >> text=Undone");
        Assert.Contains("Welcome back, Anna", await visit.Page.InnerTextAsync("blockquote"), StringComparison.Ordinal);

        await visit.TypeAsync("#query", "heater");
        await visit.SeesAsync("#answer >> text=heater");
        await visit.PressAsync(".source a");
        await visit.SeesAsync("#turns");
        Assert.Matches("#turn-[0-9]+$", visit.Page.Url);
        Assert.Equal(visit.Page.Url.Split('#')[1], await visit.Page.EvaluateAsync<string>("() => document.activeElement.id"));

        await visit.GoAsync("/callers");
        await visit.TypeAsync("#caller", Anna);
        await visit.SeesAsync("#heard");
        await visit.PressAsync("form[action$='/export'] button");
        await visit.SeesAsync("#job >> text=ready");
        await visit.PressAsync(".crumbs a[href*='/callers/']");
        await visit.SeesAsync("#heard");
        await visit.PressAsync("section[aria-labelledby=more] details summary");
        await visit.PressAsync("details[open] button.danger");
        await visit.SeesAsync("#notice >> text=opted out");

        foreach (var (_, path) in Plain)
        {
            await visit.PressAsync($"nav a[href='/console{path}']");
            await visit.SeesAsync($"nav a[href='/console{path}'][aria-current=page]");
        }

        await visit.PressAsync("form[action$='/sign-out'] button");
        await visit.SeesAsync("#key");
        await visit.GoAsync("/callers");
        Assert.Equal("/console/sign-in", visit.Path);
        visit.HasNoFault();
    }

    private static async Task IsSoundAsync(ConsoleVisit visit, string name)
    {
        foreach (var width in (int[])[375, 640, 1280])
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            Assert.True(await visit.OverflowAsync() <= 0, $"{name} is wider than {width} pixels.");
        }

        var faults = (await visit.Page.RunAxe()).Violations
            .Select(one => $"{name}: {one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await visit.Page.SetViewportSizeAsync(375, 800);
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(ConsoleVisit.Configure);
        foreach (var call in Calls())
            await server.TeachAsync(call);
        return server;
    }

    private static IEnumerable<byte[]> Calls()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        yield return Payloads.Call(Many, "conv_1", now - 600, "My name is Tom Miller.", "I moved to Bergen.");
        yield return Payloads.Call(Many, "conv_2", now - 300, "My name is Kim Smith.", "My order has not come.");
        var call = JsonNode.Parse(Payloads.Call(
            Anna, "conv_3", now - 60, "My name is Anna Berg.", "The heater in my cellar is broken, and it is getting cold.",
            "My e-mail is anna@example.com.", "I live in Oslo.", "I am allergic to nuts, so no biscuits this time, please."))!;
        var data = call["data"]!;
        string[] answers =
        [
            "Good to hear from you, Anna. What can I do?", "I am sorry. A technician comes on Thursday. Where may I write to you?",
            "Thank you. And where do you live now?", "Anything the technician should know?", "Noted. Good-bye!",
        ];
        for (var at = answers.Length - 1; at >= 0; at--)
        {
            data["transcript"]!.AsArray().Insert(
                at + 1, new JsonObject { ["role"] = "agent", ["message"] = answers[at], ["time_in_call_secs"] = at });
        }

        data["analysis"] = new JsonObject
        {
            ["call_successful"] = "success",
            ["call_summary_title"] = "Broken heater",
            ["transcript_summary"] = "Anna reported that the heater in her cellar is broken. A technician comes on Thursday.",
            ["data_collection_results"] = new JsonObject
            {
                ["home"] = new JsonObject { ["value"] = "Oslo" },
                ["allergy"] = new JsonObject { ["value"] = "nuts" },
            },
        };
        yield return WebhookCaller.Bytes(call);
    }
}
