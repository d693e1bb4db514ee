using System.Globalization;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether something stored is dated ahead of the clock, which then was ahead before, or is behind now.</summary>
internal sealed class DatesCheck(Lazy<ServiceProvider> services, TimeProvider time) : ICheck
{
    private const int DaysAhead = 2;

    public string Subject => ClockCheck.Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var messages = services.Value.GetRequiredService<ICallQueue>() is SqliteCallQueue queue ? queue.CountDatedAhead() : 0;
        var payloads = 0;
        for (var days = 1; days <= DaysAhead; days++)
        {
            var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(days);
            payloads += await services.Value.GetRequiredService<IPayloadArchive>().ListAsync(day, cancellationToken)
                .CountAsync(cancellationToken);
        }

        if (messages + payloads == 0)
            yield break;
        yield return CheckResult.Warning(
            Subject,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Dated in the future: {messages} messages in the queue, {payloads} payloads. "
                    + $"Our clock is behind now, or was ahead when they arrived."),
            "Set this machine's clock by NTP. Nothing is lost: a running server takes the messages at once, "
                + "and its sweep looks a day ahead.");
    }
}
