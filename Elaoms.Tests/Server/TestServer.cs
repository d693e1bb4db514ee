using Elaoms.Cli.Serving;
using Elaoms.Core.Callers;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Settings;
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

    public static async Task<TestServer> StartAsync(Action<ServerSettings>? change = null, Action<IServiceCollection>? replace = null, Func<TempFolder, string>? payloads = null)
    {
        var folder = new TempFolder();
        var settings = new ServerSettings(folder) { ["Logging:LogLevel:Default"] = "None" };
        if (payloads is not null)
            settings[SettingNames.PayloadStoragePath] = payloads(folder);
        change?.Invoke(settings);
        var configuration = settings.ToConfiguration();
        var reading = new SettingsReader(configuration).Read([]);
        var app = ElaomsServer.Build(reading.Settings ?? throw new InvalidOperationException(string.Join(' ', reading.Faults)), ["http://127.0.0.1:0"], configuration, replace);
        await app.StartAsync(CancellationToken.None);
        return new TestServer(folder, settings, app);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Waits until no call is waiting to be learned.</summary>
    public Task LearnedAsync() => Eventually.IsTrueAsync(async () => await Get<ICallQueue>().CountAsync(CancellationToken.None) == 0, "the queue is empty");

    /// <summary>Delivers a payload and waits until it is learned.</summary>
    public async Task TeachAsync(byte[] payload)
    {
        (await Webhooks.DeliverAsync(payload)).IsOk();
        await LearnedAsync();
    }

    /// <summary>The names of the archived payloads.</summary>
    public IReadOnlyList<PayloadName> Archived() =>
        [.. Directory.EnumerateFiles(PayloadFolder, "*.json", SearchOption.AllDirectories)
            .Select(path => PayloadName.Parse(Path.GetRelativePath(PayloadFolder, path).Replace('\\', '/')) ?? throw new InvalidOperationException($"{path} is no payload's name."))];

    public byte[] ReadArchived(PayloadName payload) => File.ReadAllBytes(Path.Combine(PayloadFolder, payload.Value));

    public ValueTask<Receipt?> ReceiptOfAsync(PayloadName payload) => Get<IReceipts>().ReadAsync(payload, CancellationToken.None);

    /// <summary>The record of a caller, by an id in any form.</summary>
    public async Task<CallerRecord?> RecordOfAsync(string callerId)
    {
        Caller.Read(callerId, out var caller);
        return (await Get<ICallerStore>().ReadAsync(Get<CallerKeys>().Of(caller!), CancellationToken.None))?.Record;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        _folder.Dispose();
    }
}
