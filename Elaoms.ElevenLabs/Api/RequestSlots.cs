namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// How many requests run at the same time. The platform says when there are too many; then half as many run, until some have succeeded.
/// Thread-safe.
/// </summary>
internal sealed class RequestSlots : IDisposable
{
    private const int SuccessesToWiden = 20;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _free;
    private readonly int _most;
    private int _allowed;
    private int _withheld;
    private int _successes;

    /// <param name="most">The most that ever run.</param>
    public RequestSlots(int most) => (_free, _most, _allowed) = (new SemaphoreSlim(most, most), most, most);

    public Task TakeAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Return()
    {
        lock (_lock)
        {
            if (_withheld > 0)
                _withheld--;
            else
                _free.Release();
        }
    }

    public void Halve()
    {
        lock (_lock)
        {
            var fewer = Math.Max(1, _allowed / 2);
            _withheld += _allowed - fewer;
            (_allowed, _successes) = (fewer, 0);
        }
    }

    /// <summary>Notes a success; enough of them allow one more request at a time.</summary>
    public void Widen()
    {
        lock (_lock)
        {
            if (_allowed == _most || ++_successes < SuccessesToWiden)
                return;
            (_allowed, _successes) = (_allowed + 1, 0);
            if (_withheld > 0)
                _withheld--;
            else
                _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
