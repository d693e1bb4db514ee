using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elaoms.Web.Http;

/// <summary>
/// Answers requests with a wrong key, token or signature: 401, or 429 above a rate of such requests from one address. Valid requests are
/// never limited: all customers of ElevenLabs share its addresses, and none may lock out another. Each process has its own
/// limits. Thread-safe.
/// </summary>
public sealed partial class Refusals(ElaomsMetrics metrics, TimeProvider time, ILogger<Refusals> logger) : IDisposable
{
    /// <summary>So many requests of one address are answered 401 at once, and then one each <see cref="OneEvery"/>.</summary>
    public const int Burst = 30;

    // Addresses share a fixed number of limits, so that they can't exhaust memory. A request that shares one gets 429 instead of 401 and is
    // refused either way.
    private const int Limits = 4096;

    /// <summary>How often a further request is answered 401.</summary>
    public static readonly TimeSpan OneEvery = TimeSpan.FromSeconds(2);

    private static readonly TokenBucketRateLimiterOptions Rate =
        new() { TokenLimit = Burst, TokensPerPeriod = 1, ReplenishmentPeriod = OneEvery };

    private readonly PartitionedRateLimiter<int> _limiter =
        PartitionedRateLimiter.Create<int, int>(limit => RateLimitPartition.GetTokenBucketLimiter(limit, _ => Rate));

    private readonly LoggedCounts<(string Route, string Reason)> _logged = new(time);

    /// <summary>Refuses a request.</summary>
    /// <param name="context">The request. Its remote address is the client's.</param>
    /// <param name="route">The route.</param>
    /// <param name="reason">Why: one of a few fixed words, for metrics and log.</param>
    /// <param name="answer">The answer within the rate.</param>
    /// <returns>Whether the rate allowed that answer.</returns>
    public async Task<bool> AnswerAsync(HttpContext context, string route, string reason, ErrorAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var isWithinRate = Count(context, route, reason);
        if (!isWithinRate)
            context.Response.Headers.RetryAfter = OneEvery.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await (isWithinRate ? answer : ErrorAnswer.TooManyRefused).WriteAsync(context);
        return isWithinRate;
    }

    /// <summary>Counts a request that is refused by an answer of its own.</summary>
    /// <inheritdoc cref="AnswerAsync"/>
    /// <returns>Whether it is within the rate.</returns>
    public bool Count(HttpContext context, string route, string reason)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var lease = _limiter.AttemptAcquire(LimitOf(context.Connection.RemoteIpAddress));
        metrics.Refused(route, reason, isLimited: !lease.IsAcquired);
        _logged.Add((route, reason), (refused, number) => LogRefused(number, refused.Route, refused.Reason));
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _limiter.Dispose();
        _logged.Dispose();
    }

    private static int LimitOf(IPAddress? address)
    {
        var hash = default(HashCode);
        hash.AddBytes(ClientNetwork.Of(address).Span);
        return (int)((uint)hash.ToHashCode() % Limits);
    }

    [LoggerMessage(1002, LogLevel.Warning, "Refused {Number} requests to {Route}: {Reason}")]
    private partial void LogRefused(long number, string route, string reason);
}
