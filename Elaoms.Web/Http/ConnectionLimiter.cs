using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elaoms.Web.Http;

/// <summary>
/// Limits the connections of a server and closes silent ones, so that they don't keep others out. Kestrel's own limit refuses new
/// connections while silent ones stay. Its keep-alive timeout does not distinguish a connection without any request from one that a proxy
/// keeps open. Thread-safe.
/// </summary>
public sealed partial class ConnectionLimiter : IDisposable
{
    /// <summary>A connection has so many times <c>IDLE_TIMEOUT_SECONDS</c> for its first request.</summary>
    public const int FirstRequestFactor = 3;

    /// <summary>So many idle connections are left to Kestrel's keep-alive timeout: enough for proxies and ElevenLabs.</summary>
    public const int KeptIdle = 64;

    private const int IdleFactor = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromSeconds(1);

    private readonly int _max;
    private readonly TimeSpan _firstRequestWithin;
    private readonly TimeSpan _idleFor;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionLimiter> _logger;
    private readonly LoggedCounts<int> _full;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // Connections before their first request, and between two requests; the longest waiting first.
    private readonly LinkedList<Connection> _new = [];
    private readonly LinkedList<Connection> _idle = [];
    private int _count;

    /// <summary>Creates a limiter, which looks for silent connections every second until it is disposed of.</summary>
    public ConnectionLimiter(ElaomsSettings settings, TimeProvider time, ILogger<ConnectionLimiter> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _max = settings.MaxConnections;
        _firstRequestWithin = settings.IdleTimeout * FirstRequestFactor;
        _idleFor = settings.IdleTimeout * IdleFactor;
        _time = time;
        _logger = logger;
        _full = new LoggedCounts<int>(time);
        _timer = time.CreateTimer(_ => CloseSilent(), state: null, LookEvery, LookEvery);
    }

    /// <summary>How many connections are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Whether a request came over a connection of such a server.</summary>
    public static bool Serves(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<Connection>() is not null;
    }

    /// <summary>Connection middleware. Refuses the connection when all others are busy and the limit is reached.</summary>
    public async Task ServeAsync(ConnectionContext context, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (TryAdd(context) is not { } connection)
            return;
        try
        {
            context.Features.Set(connection);
            await next(context);
        }
        finally
        {
            lock (_lock)
                Remove(connection);
        }
    }

    /// <summary>Request middleware. Marks the connection as busy during a request.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.Features.Get<Connection>() is not { } connection)
        {
            await next(context);
            return;
        }

        Begin(connection);
        try
        {
            await next(context);
        }
        finally
        {
            End(connection);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        _full.Dispose();
    }

    private Connection? TryAdd(ConnectionContext context)
    {
        Connection? displaced = null;
        Connection? added = null;
        lock (_lock)
        {
            if (_count >= _max && (displaced = FindDispensable()) is not null)
                Remove(displaced);
            if (_count < _max)
            {
                _count++;
                added = new Connection(context);
                Wait(added, _new);
            }
        }

        if (displaced is not null || added is null)
            _full.Add(_max, LogFull);
        displaced?.Context.Abort(new ConnectionAbortedException("Another connection needs its place."));
        return added;
    }

    // A connection that is younger than a round trip is about to send its request. Otherwise those without any request go first.
    private Connection? FindDispensable()
    {
        if (_new.First?.Value is { } first && _time.GetElapsedTime(first.Since) >= RoundTrip)
            return first;
        return _idle.First?.Value ?? _new.First?.Value;
    }

    private void CloseSilent()
    {
        List<Connection> silent = [];
        List<Connection> idle = [];
        lock (_lock)
        {
            while (_new.First?.Value is { } first && _time.GetElapsedTime(first.Since) >= _firstRequestWithin)
            {
                Remove(first);
                silent.Add(first);
            }

            while (_idle.Count > KeptIdle && _idle.First?.Value is { } longest && _time.GetElapsedTime(longest.Since) >= _idleFor)
            {
                Remove(longest);
                idle.Add(longest);
            }
        }

        foreach (var connection in silent)
            connection.Context.Abort(new ConnectionAbortedException("Nothing was asked in time."));
        // Closed without cutting off a request that may just be coming.
        foreach (var connection in idle)
            connection.Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    private void Begin(Connection connection)
    {
        lock (_lock)
        {
            connection.Requests++;
            connection.Node.List?.Remove(connection.Node);
        }
    }

    private void End(Connection connection)
    {
        lock (_lock)
        {
            connection.Requests--;
            if (connection.Requests == 0 && !connection.IsOver)
                Wait(connection, _idle);
        }
    }

    private void Wait(Connection connection, LinkedList<Connection> list)
    {
        connection.Since = _time.GetTimestamp();
        list.AddLast(connection.Node);
    }

    private void Remove(Connection connection)
    {
        if (connection.IsOver)
            return;
        connection.IsOver = true;
        connection.Node.List?.Remove(connection.Node);
        _count--;
    }

    [LoggerMessage(1201, LogLevel.Warning, "All {Max} connections are taken: {Number} connections were closed for others, or refused")]
    private partial void LogFull(int max, long number);

    private sealed class Connection
    {
        public Connection(ConnectionContext context)
        {
            Context = context;
            Node = new LinkedListNode<Connection>(this);
        }

        public ConnectionContext Context { get; }

        public LinkedListNode<Connection> Node { get; }

        public long Since { get; set; }

        public int Requests { get; set; }

        public bool IsOver { get; set; }
    }
}
