using System.Diagnostics;
using System.Globalization;
using System.Net;
using Elaoms.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elaoms.FunctionsHost;

/// <summary>Plays the part of the Functions host for the app's real worker process.</summary>
/// <remarks>
/// <para>
/// Modelled on version 4.1037 of the host (https://github.com/Azure/azure-functions-host), as it behaved when this app ran under it.
/// Played:
/// </para>
/// <list type="bullet">
/// <item>It starts the worker as <c>worker.config.json</c> says, initialises it over gRPC, asks it for its functions and loads them.</item>
/// <item>It sends an HTTP request on to the address in the worker's capability <c>HttpUri</c>, by YARP as the host does, with the
/// invocation's id in a header.</item>
/// <item>It takes queue messages in batches as <c>host.json</c> says and hides them for ten minutes. A message whose function fails is
/// hidden for <c>visibilityTimeout</c> and tried again; after <c>maxDequeueCount</c> tries it goes to the poison queue. The poison queue
/// has none of its own.</item>
/// <item>It runs timers on their schedule.</item>
/// <item>It starts a dead worker again, and fails what the worker was doing. At the third death within five minutes it ends itself.</item>
/// <item>It shows the worker's log lines that belong to a running invocation, and discards those that do not. It shows what the worker
/// writes to its output.</item>
/// <item>At shutdown it takes no new work, cancels what runs, and gives the worker five seconds to end.</item>
/// </list>
/// <para>
/// The real host does more, which no test here speaks for: it reads a body that has a Content-Length into memory for binding data before it
/// asks the worker; it has admin routes and keys, scaling and the drain before it, the function timeout with the restart that follows, one
/// timer for all instances, and ten seconds between two starts of a worker.
/// </para>
/// </remarks>
internal sealed class PlayedFunctionsHost : IAsyncDisposable
{
    public const string Version = "4.1037.0.0";

    private const string AccountSetting = "AzureWebJobsStorage";
    private const string BodyLimitSetting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const long DefaultBodyLimit = 104_857_600;
    private const int MostDeaths = 3;

    private static readonly TimeSpan DeathsWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WorkerGrace = TimeSpan.FromSeconds(5);

    private readonly PlayedHostOptions _options;
    private readonly HostJson _hostJson;
    private readonly WorkerChannels _channels = new();
    private readonly WebApplication _grpc;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _deaths = new();
    private TaskCompletionSource<WorkerChannel> _worker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerChannel? _channel;
    private WorkerProcess? _process;
    private IReadOnlyList<Function> _functions = [];
    private HttpFront? _front;
    private Task _listening = Task.CompletedTask;
    private Task _supervising = Task.CompletedTask;

    private PlayedFunctionsHost(PlayedHostOptions options)
    {
        _options = options;
        _hostJson = new HostJson(options.AppFolder, options.Settings);
        Console = new HostConsole(_hostJson);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_channels).AddRoutingCore()
            .AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _grpc = builder.Build();
        _grpc.MapGrpcService<FunctionRpcService>();
    }

    /// <summary>Where requests are taken.</summary>
    public Uri Address => _front!.Address;

    /// <summary>What the console shows.</summary>
    public HostConsole Console { get; }

    /// <summary>The functions that the worker named.</summary>
    public IReadOnlyList<Function> Functions => _functions;

    /// <summary>Ends when the host has ended, by itself or because it was told to.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The process id of the worker.</summary>
    public int WorkerPid => _process!.Id;

    /// <summary>Whether the host was killed, and so completes no message any more.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>How many functions the worker is running.</summary>
    public int Executing => _channel?.Executing ?? 0;

    private Task<WorkerChannel> Worker
    {
        get
        {
            lock (_lock)
                return _worker.Task;
        }
    }

    /// <summary>Starts the host and its worker, and waits until the functions are loaded.</summary>
    /// <exception cref="InvalidOperationException">The worker did not start. The message holds what the console showed.</exception>
    public static async Task<PlayedFunctionsHost> StartAsync(PlayedHostOptions options)
    {
        var host = new PlayedFunctionsHost(options);
        await host._grpc.StartAsync(CancellationToken.None);
        var started = host.WorkerAsync(CancellationToken.None);
        host._supervising = host.SuperviseAsync();
        await Task.WhenAny(started, host.Ended);
        if (!started.IsCompletedSuccessfully)
        {
            var said = host.Console.Text;
            await host.DisposeAsync();
            throw new InvalidOperationException($"The app did not start.\n{said}");
        }

        host._front = await HttpFront.StartAsync(
            host, host._hostJson.RoutePrefix, host.TriggeredBy("httpTrigger"), options.Port, host.BodyLimit());
        host._listening = host.ListenAsync();
        return host;
    }

    /// <summary>Waits for a worker that takes work.</summary>
    public Task<WorkerChannel> WorkerAsync(CancellationToken cancellationToken) => Worker.WaitAsync(cancellationToken);

    /// <summary>Has a function run.</summary>
    public async Task<StatusResult> InvokeAsync(Function function, InvocationRequest request, CancellationToken cancellationToken)
    {
        var worker = await WorkerAsync(cancellationToken);
        var begin = Stopwatch.GetTimestamp();
        var result = await worker.InvokeAsync(function, request, cancellationToken);
        _options.Executed?.Invoke(function.Name, Stopwatch.GetElapsedTime(begin));
        return result;
    }

    /// <summary>Ends the worker at once, as <c>kill -9</c> does.</summary>
    public void KillWorker() => _process!.Kill();

    /// <summary>Stops as the platform asks it to: new work is refused, what runs is cancelled, the worker is asked to end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_front is not null)
            await _front.StopAsync(CancellationToken.None);
        await _listening;
        _channel?.Terminate(WorkerGrace);
        try
        {
            await _supervising.WaitAsync(WorkerGrace, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Console.Write(LogLevel.Warning, "Host.Worker", "The worker did not end in time and was killed.");
            _process?.Kill();
            await _supervising;
        }

        _ended.TrySetResult();
    }

    /// <summary>Ends the host and its worker at once. Messages in flight stay hidden.</summary>
    public async Task KillAsync()
    {
        IsKilled = true;
        var stopping = _stop.CancelAsync();
        _process?.Kill();
        if (_front is not null)
            await _front.StopAsync(new CancellationToken(canceled: true));
        await stopping;
        await _supervising;
        await _listening;
        _ended.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended.Task.IsCompleted)
            await KillAsync();
        await _supervising;
        await _listening;
        if (_front is not null)
            await _front.DisposeAsync();
        await _grpc.StopAsync(new CancellationToken(canceled: true));
        await _grpc.DisposeAsync();
        Console.Dispose();
        _stop.Dispose();
    }

    // Starts a worker, and another when that has died, until the host stops or too many have died.
    private async Task SuperviseAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var channel = new WorkerChannel(Console);
            _channels.Add(channel);
            await using var process = WorkerProcess.Start(_options, channel.Id, new Uri(_grpc.Urls.Single()), Console);
            _process = process;
            var initializing = InitializeAsync(channel);
            // The host may have been killed while the worker was being started.
            if (IsKilled)
                process.Kill();
            var code = await process.EndAsync(CancellationToken.None);
            Renew();
            channel.Die(new WorkerDiedException(code));
            await initializing;
            if (_stop.IsCancellationRequested)
                return;

            Console.Write(LogLevel.Error, "Host.Worker", $"The worker exited with code {code}.");
            if (IsOneTooMany())
            {
                Console.Write(LogLevel.Error, "Host.Worker", "Exceeded the worker's restarts. Shutting down the host to recover.");
                await _stop.CancelAsync();
                if (_front is not null)
                    await _front.StopAsync(CancellationToken.None);
                _ended.TrySetResult();
            }
        }
    }

    private async Task InitializeAsync(WorkerChannel channel)
    {
        try
        {
            _functions = await channel.InitializeAsync(_options.AppFolder, _stop.Token);
            _channel = channel;
            lock (_lock)
                _worker.TrySetResult(channel);
        }
        catch (Exception fault) when (fault is WorkerDiedException or OperationCanceledException)
        {
            // Seen by whoever watches the process.
        }
        catch (InvalidOperationException fault)
        {
            Console.Write(LogLevel.Error, "Host.Worker", fault.Message);
            _process!.Kill();
        }
    }

    private void Renew()
    {
        lock (_lock)
        {
            if (_worker.Task.IsCompleted)
                _worker = new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private bool IsOneTooMany()
    {
        var now = _options.Time.GetUtcNow();
        _deaths.Enqueue(now);
        while (now - _deaths.Peek() > DeathsWithin)
            _deaths.Dequeue();
        return _deaths.Count >= MostDeaths;
    }

    private Task ListenAsync()
    {
        var account = _options.Settings.Single(setting => setting.Key == AccountSetting).Value!;
        return Task.WhenAll(
        [
            .. TriggeredBy("queueTrigger")
                .Select(function => new QueueListener(this, function, _hostJson, account, _options.HiddenInFlight).RunAsync(_stop.Token)),
            .. TriggeredBy("timerTrigger").Select(function => new TimerListener(this, function, _options.Time).RunAsync(_stop.Token)),
        ]);
    }

    private IEnumerable<Function> TriggeredBy(string kind) => _functions.Where(function => function.Kind == kind);

    private long BodyLimit()
        => long.TryParse(
            _options.Settings.FirstOrDefault(setting => setting.Key == BodyLimitSetting).Value, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : DefaultBodyLimit;
}
