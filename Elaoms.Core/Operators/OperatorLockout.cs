using System.Net;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Documents;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Operators;

/// <summary>
/// Locks a network out of the operator API after wrong keys, also for right ones. It is the storage that knows, so the lock holds on every
/// instance. A wrong key belongs to nobody: so nobody can lock out somebody else by name.
/// </summary>
public sealed partial class OperatorLockout(
    IDocumentStore<OperatorLock> locks, ElaomsSettings settings, TimeProvider time, ILogger<OperatorLockout> logger)
{
    /// <summary>So many wrong keys within <see cref="Window"/> lock a network out.</summary>
    public const int MaxFailures = 10;

    private const int MaxDoublings = 7;

    /// <summary>How long wrong keys count together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long the first lock lasts. Each in a row lasts twice as long as the one before, and at most a day.</summary>
    public static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongestLock = TimeSpan.FromDays(1);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);

    private readonly byte[] _key = DerivedKey.Of(Encoding.UTF8.GetBytes(settings.CallerHashKey), "elaoms operator lock v1");
    private long _cleanAt;

    /// <summary>How long an address is still locked out; null when it is not.</summary>
    /// <param name="address">The client's; null when it is unknown, which is an address of its own.</param>
    public async Task<TimeSpan?> FindAsync(IPAddress? address, CancellationToken cancellationToken)
        => await locks.ReadAsync(NameOf(address), cancellationToken) is { Value: var found } ? LeftOf(found, time.GetUtcNow()) : null;

    /// <summary>Counts a wrong key.</summary>
    public async Task NoteFailureAsync(IPAddress? address, CancellationToken cancellationToken)
    {
        var changed = await locks.ChangeAsync(NameOf(address), found => After(found, time.GetUtcNow()), cancellationToken);
        if (changed is { Failures: 0 })
            LogLocked((int)(changed.LockedUntil - time.GetUtcNow()).TotalMinutes);
        await CleanAsync(cancellationToken);
    }

    private static OperatorLock After(OperatorLock? found, DateTimeOffset now)
    {
        // Of a clock that was put back since, nothing counts.
        var before = found is not null && found.Since <= now && now < found.NotBefore ? found : null;
        var counts = before is { Failures: > 0 } && now - before.Since < Window;
        var (failures, since, locks) = (counts ? before!.Failures + 1 : 1, counts ? before!.Since : now, before?.Locks ?? 0);
        if (failures < MaxFailures)
            return new OperatorLock(failures, since, locks, now, Later(now + Window, before?.NotBefore));

        var lasts = FirstLock * (1 << Math.Min(locks, MaxDoublings));
        var until = now + (lasts < LongestLock ? lasts : LongestLock);
        // Whoever begins again on the day after is locked out for longer.
        return new OperatorLock(Failures: 0, now, locks + 1, until, until + LongestLock);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static TimeSpan? LeftOf(OperatorLock found, DateTimeOffset now)
        => found.LockedUntil - now is { Ticks: > 0 } left && left <= LongestLock ? left : null;

    // Not the address itself: it is personal, and nobody needs it.
    private string NameOf(IPAddress? address)
        => Convert.ToHexStringLower(HMACSHA256.HashData(_key, ClientNetwork.Of(address).Span));

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = Interlocked.Read(ref _cleanAt);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _cleanAt, (now + CleanEvery).UtcTicks, due) != due)
            return;
        await foreach (var listed in locks.ListAsync(cancellationToken))
        {
            if (listed.NotBefore < now && await locks.ReadAsync(listed.Name, cancellationToken) is { } found && found.Value.NotBefore < now)
                await locks.TryDeleteAsync(listed.Name, found.ETag, cancellationToken);
        }
    }

    [LoggerMessage(8001, LogLevel.Warning, "A network is locked out of the operator API for {Minutes} minutes, after wrong keys")]
    private partial void LogLocked(int minutes);
}
