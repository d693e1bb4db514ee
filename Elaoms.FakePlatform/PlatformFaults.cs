namespace Elaoms.FakePlatform;

/// <summary>The faults that are switched on.</summary>
public sealed class PlatformFaults
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];
    private int _count;

    /// <summary>Called with each request before anything is done, with its number, counted from 1.</summary>
    public Action<int, PlatformRequest>? OnRequest { get; set; }

    /// <summary>From this request on, counted from 1, nobody answers; null for never.</summary>
    public int? DownFrom { get; set; }

    /// <summary>Whether request <see cref="DownFrom"/> is still carried out.</summary>
    public bool CarriesOutTheLast { get; set; }

    /// <summary>How many requests the workspace may have at a time; more get 429. Null for any number.</summary>
    public int? MostAtATime { get; set; }

    /// <summary>What <see cref="PlatformFault.BusyFor"/> says in <c>Retry-After</c>, in seconds.</summary>
    public int RetryAfter { get; set; } = 7;

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How many requests came since <see cref="Clear"/>.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a fault.</summary>
    /// <param name="method">Of which requests; null for all.</param>
    /// <param name="path">What the path holds.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">How often.</param>
    public void Add(string? method, string path, PlatformFault fault, int times = int.MaxValue)
    {
        lock (_lock)
            _rules.Add(new Rule(method, path, fault) { Times = times });
    }

    /// <summary>Switches all off and counts requests from the beginning.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            (_count, DownFrom, CarriesOutTheLast, OnRequest, MostAtATime) = (0, null, false, null, null);
        }
    }

    internal PlatformFault? Of(PlatformRequest request)
    {
        lock (_lock)
        {
            _count++;
            OnRequest?.Invoke(_count, request);
            if (_count >= DownFrom)
                return _count == DownFrom && CarriesOutTheLast ? PlatformFault.CutAfter : PlatformFault.CutBefore;
            if (_rules.FirstOrDefault(rule => rule.Times > 0 && rule.IsFor(request)) is not { } hit)
                return null;
            hit.Times--;
            return hit.Fault;
        }
    }

    private sealed record Rule(string? Method, string Path, PlatformFault Fault)
    {
        public required int Times { get; set; }

        public bool IsFor(PlatformRequest request)
            => (Method is null || Method == request.Method) && request.Target.Contains(Path, StringComparison.Ordinal);
    }
}
