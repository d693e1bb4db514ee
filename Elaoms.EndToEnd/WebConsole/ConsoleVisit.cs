using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Elaoms.WebConsole;
using Microsoft.Playwright;
using Xunit;

namespace Elaoms.EndToEnd.WebConsole;

/// <summary>Somebody at a browser with a keyboard. What the page complains about, or asks of anybody else, is a fault.</summary>
internal sealed class ConsoleVisit : IAsyncDisposable
{
    public const string Key = "operator-0123456789abcdef0123456789";

    private const int MaxTabs = 120;

    private readonly IBrowserContext _context;
    private readonly Uri _server;
    private readonly List<string> _faults = [];

    private ConsoleVisit(IBrowserContext context, IPage page, Uri server)
    {
        (_context, Page, _server) = (context, page, new UriBuilder(server) { Host = "localhost" }.Uri);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Add($"console: {message.Text}");
        };
        page.PageError += (_, fault) => Add($"script: {fault}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_server.AbsoluteUri, StringComparison.Ordinal))
                Add($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    public string Path => new Uri(Page.Url).PathAndQuery;

    public static void Configure(ServerSettings settings) => settings[SettingNames.OperatorKeys] = $"anna:operator={Key}";

    public static async Task<ConsoleVisit> BeginAsync(IBrowserContext context, Uri server)
        => new(context, await context.NewPageAsync(), server);

    public async Task GoAsync(string path)
        => await Page.GotoAsync(new Uri(_server, ConsoleEndpoint.Path + path).AbsoluteUri);

    /// <summary>Signs in as a person does.</summary>
    public async Task SignInAsync()
    {
        await GoAsync("/sign-in");
        await Page.FillAsync("#key", Key);
        await Page.Keyboard.PressAsync("Enter");
        await SeesAsync("nav[aria-label=Console]");
    }

    /// <summary>Waits until something can be seen.</summary>
    public Task SeesAsync(string selector)
        => Page.WaitForSelectorAsync(selector, new PageWaitForSelectorOptions { Timeout = (float)Eventually.Bound.TotalMilliseconds });

    /// <summary>Goes to something by the Tab key alone.</summary>
    public async Task ReachAsync(string selector)
    {
        for (var tabs = 0; tabs < MaxTabs; tabs++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) === true", selector))
                return;
        }

        Assert.Fail($"The Tab key does not lead to {selector} on {Path}.");
    }

    /// <summary>Goes to a control by Tab and uses it.</summary>
    public async Task PressAsync(string selector, string key = "Enter")
    {
        await ReachAsync(selector);
        await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Goes to a field by Tab, types into it in place of what it held, and presses Enter.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await ReachAsync(selector);
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.TypeAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>How far the page is wider than the window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");

    public void HasNoFault()
    {
        lock (_faults)
            Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Add(string fault)
    {
        lock (_faults)
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Path}: {fault}"));
    }
}
