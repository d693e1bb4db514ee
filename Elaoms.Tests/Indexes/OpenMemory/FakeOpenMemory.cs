using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Indexes.OpenMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// An OpenMemory server for tests: real HTTP on a port of its own, the answers as recorded of the real ones (see <c>recordings</c>), in
/// either dialect, with each documented fault as a switch.
/// </summary>
public sealed class FakeOpenMemory : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HeldPort _port = new();
    private readonly OpenMemoryStore _store;
    private readonly OpenMemoryRequests _requests;
    private WebApplication? _app;
    private Task _stopping = Task.CompletedTask;

    private FakeOpenMemory(OpenMemoryDialect dialect, string? key, TimeProvider time)
    {
        (Dialect, Key) = (dialect, key);
        _store = new OpenMemoryStore(Faults, time);
        _requests = new OpenMemoryRequests(this, _store, time);
    }

    /// <summary>How it tells users apart; can be changed, as by an upgrade that keeps the data.</summary>
    public OpenMemoryDialect Dialect { get; set; }

    /// <summary>The key that it wants to see; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the newer one lets everybody in when it has no key.</summary>
    public bool DevAllowNoAuth { get; set; }

    /// <summary>What is wrong with it.</summary>
    public OpenMemoryFaults Faults { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port.Number}");

    /// <summary>Whether it listens.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock)
                return _app is not null;
        }
    }

    /// <summary>What it holds, oldest first.</summary>
    public IReadOnlyList<ServerMemory> Memories => _store.Memories;

    /// <summary>How many requests have come.</summary>
    public int Requests => _requests.Count;

    /// <summary>How many of them were adds.</summary>
    public int Adds => Log.Count(line => line == "POST memory/add");

    /// <summary>How many of them were searches.</summary>
    public int Queries => Log.Count(line => line == "POST memory/query");

    /// <summary>How many of them asked for one memory.</summary>
    public int Gets => Log.Count(line => line.StartsWith("GET memory/", StringComparison.Ordinal) && line != "GET memory/all");

    /// <summary>How many of them deleted something.</summary>
    public int Deletes => Log.Count(line => line.StartsWith("DELETE ", StringComparison.Ordinal));

    /// <summary>The most requests that were under way at a time.</summary>
    public int Busiest => _requests.Busiest;

    /// <summary>Requests by method and first parts of the path, such as <c>POST memory/add</c>.</summary>
    public ConcurrentQueue<string> Log => _requests.Log;

    /// <summary>The tenant of a key.</summary>
    public static string TenantOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    /// <summary>Starts one.</summary>
    /// <param name="dialect">How it tells users apart.</param>
    /// <param name="key">Its key; where there are tenants it has one in any case.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<FakeOpenMemory> StartAsync(OpenMemoryDialect dialect, string? key = null, TimeProvider? time = null)
    {
        var server = new FakeOpenMemory(dialect, key ?? (dialect == OpenMemoryDialect.Tenants ? "key" : null), time ?? TimeProvider.System);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Stops it, as a process that dies: connections are reset.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            if (_app is { } app)
                (_app, _stopping) = (null, EndAsync(app));
            return _stopping;
        }
    }

    /// <summary>Starts it again on the same port.</summary>
    /// <param name="keepsData">Whether it still has what it held.</param>
    public async Task RestartAsync(bool keepsData = true)
    {
        await StopAsync();
        if (!keepsData)
            Clear();
        _store.ForgetResults();
        await ListenAsync();
    }

    /// <summary>Makes it forget all that it holds.</summary>
    public void Clear() => _store.Clear();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _port.Dispose();
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = _ => _port.Bind())
            .UseUrls(Address.ToString()).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(_requests.HandleAsync);
        await app.StartAsync(CancellationToken.None);
        lock (_lock)
            _app = app;
    }

    private static async Task EndAsync(WebApplication app)
    {
        // A request that ends the server is not waited for by itself.
        await Task.Yield();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }
}
