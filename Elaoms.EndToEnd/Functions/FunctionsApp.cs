using System.Globalization;
using Elaoms.EndToEnd.Azurite;
using Elaoms.FunctionsHost;
using Elaoms.Tests.Server;
using Elaoms.Web.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.EndToEnd.Functions;

/// <summary>The Functions app as its real worker process, on the played host and an account of Azurite.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    private const string BodyLimit = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const string VisibilityTimeout = "AzureFunctionsJobHost__extensions__queues__visibilityTimeout";

    private readonly TempFolder? _folder;
    private readonly ServiceProvider _storage;

    private FunctionsApp(TempFolder? folder, ServerSettings settings, PlayedFunctionsHost host)
    {
        (_folder, Settings, Host) = (folder, settings, host);
        Webhooks = new WebhookCaller(host.Address, settings);
        _storage = StorageView.Open(settings);
        Stored = new StorageView(_storage);
    }

    public ServerSettings Settings { get; }

    public PlayedFunctionsHost Host { get; }

    public WebhookCaller Webhooks { get; }

    public StorageView Stored { get; }

    /// <summary>Settings of an app on an account, whose failed messages come back after a second.</summary>
    public static ServerSettings SettingsFor(TempFolder folder, string account)
    {
        var settings = new ServerSettings(folder, account);
        settings[BodyLimit] = ((long)settings.Read().MaxPayloadBytes + ServerLimits.MarginBytes).ToString(CultureInfo.InvariantCulture);
        settings[VisibilityTimeout] = "00:00:01";
        return settings;
    }

    /// <summary>Starts on an account that nobody has used.</summary>
    public static async Task<FunctionsApp> StartAsync(Action<ServerSettings>? change = null)
    {
        var folder = new TempFolder();
        var settings = SettingsFor(folder, (await AzuriteServer.SharedAsync()).NewAccount());
        var usual = settings.Read().MaxPayloadBytes;
        change?.Invoke(settings);
        settings[BodyLimit] = (long.Max(usual, settings.Read().MaxPayloadBytes) + ServerLimits.MarginBytes)
            .ToString(CultureInfo.InvariantCulture);
        return await StartAsync(folder, settings, OptionsFor(settings));
    }

    /// <summary>Starts under the given settings, on an account that others may have used.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="change">Changes how the host is started.</param>
    public static Task<FunctionsApp> StartAsync(ServerSettings settings, Func<PlayedHostOptions, PlayedHostOptions>? change = null)
    {
        var options = OptionsFor(settings);
        return StartAsync(folder: null, settings, change?.Invoke(options) ?? options);
    }

    /// <summary>Waits until no call is waiting to be learned, as the storage has it: the worker may be dead.</summary>
    public Task LearnedAsync() => Stored.LearnedAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _storage.DisposeAsync();
        _folder?.Dispose();
    }

    private static PlayedHostOptions OptionsFor(ServerSettings settings) => new()
    {
        Settings = settings.Values,
        AppFolder = BuildFolders.Functions,
        WorkerEnvironment = ShortLived.Environment,
    };

    private static async Task<FunctionsApp> StartAsync(TempFolder? folder, ServerSettings settings, PlayedHostOptions options)
    {
        var app = new FunctionsApp(folder, settings, await PlayedFunctionsHost.StartAsync(options));
        // The worker gives the first request five seconds to find its function; on a busy machine that may not do.
        await Eventually.IsTrueAsync(async () => (await app.Webhooks.GetAsync("/health/live")).Status == 200, "the app answers");
        return app;
    }
}
