using Elaoms.Cli.Serving;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Tests.Server;

/// <summary>The product on a real port, in this process, on folders of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private TestServer(TempFolder folder, ServerSettings settings, WebApplication app)
    {
        _folder = folder;
        Settings = settings;
        App = app;
        Address = new Uri(app.Urls.Single());
        Webhooks = new WebhookCaller(Address, settings);
    }

    public ServerSettings Settings { get; }

    public WebApplication App { get; }

    public Uri Address { get; }

    public WebhookCaller Webhooks { get; }

    public TempFolder Folder => _folder;

    public string PayloadFolder => Settings[SettingNames.PayloadStoragePath]!;

    public string IncomingFolder => Get<SpoolDirectory>().Path;

    public StorageView Stored => new(App.Services);

    /// <summary>Starts on a storage that is empty; of files and SQLite unless another kind is given.</summary>
    public static async Task<TestServer> StartAsync(
        Action<ServerSettings>? change = null,
        Action<IServiceCollection>? replace = null,
        Func<TempFolder, string>? payloads = null,
        StorageKind? storage = null)
    {
        var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage ?? StorageKind.Embedded, folder);
        if (payloads is not null)
            settings[SettingNames.PayloadStoragePath] = payloads(folder);
        change?.Invoke(settings);
        return await StartAsync(folder, settings, replace);
    }

    /// <summary>Starts under the given settings.</summary>
    /// <param name="folder">Is the server's from now on.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="replace">Puts other services in place.</param>
    public static async Task<TestServer> StartAsync(TempFolder folder, ServerSettings settings, Action<IServiceCollection>? replace = null)
    {
        settings["Logging:LogLevel:Default"] = "None";
        var app = ElaomsServer.Build(settings.Read(), ["http://127.0.0.1:0"], settings.ToConfiguration(), replace);
        await app.StartAsync(CancellationToken.None);
        return new TestServer(folder, settings, app);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Waits until no call is waiting to be learned.</summary>
    public Task LearnedAsync() => Stored.LearnedAsync();

    /// <summary>Delivers a payload and waits until it is learned.</summary>
    public async Task TeachAsync(byte[] payload)
    {
        (await Webhooks.DeliverAsync(payload)).IsOk();
        await LearnedAsync();
    }

    public Task<IReadOnlyList<PayloadName>> ArchivedAsync() => Stored.ArchivedAsync();

    public Task<byte[]> ReadArchivedAsync(PayloadName payload) => Stored.ReadArchivedAsync(payload);

    public ValueTask<Receipt?> ReceiptOfAsync(PayloadName payload) => Stored.ReceiptOfAsync(payload);

    public Task<CallerRecord?> RecordOfAsync(string callerId) => Stored.RecordOfAsync(callerId);

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        _folder.Dispose();
    }
}
