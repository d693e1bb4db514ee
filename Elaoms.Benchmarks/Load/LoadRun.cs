using System.Diagnostics;
using Elaoms.Benchmarks.Serving;

namespace Elaoms.Benchmarks.Load;

/// <summary>A closed loop: every connection sends its next request when the last is answered.</summary>
/// <param name="server">The server.</param>
/// <param name="warmUp">How long it runs before it counts.</param>
/// <param name="counted">How long it counts.</param>
internal sealed class LoadRun(MeasuredServer server, TimeSpan warmUp, TimeSpan counted)
{
    public async Task<Measurement> RunAsync(
        int connections, Func<IRequests> requests, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var window = new Window(start + Ticks(warmUp), start + Ticks(warmUp + counted));
        var loops = Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => LoopAsync(requests(), expected, window, cancellationToken), cancellationToken)).ToList();
        var (serverMs, clientMs) = await ProcessorMsPerSecondAsync(cancellationToken);

        var results = await Task.WhenAll(loops);
        var latencies = results.SelectMany(result => result.Latencies).Order().ToList();
        if (latencies.Count == 0)
            throw new InvalidOperationException("Nothing was answered.");
        var perSecond = latencies.Count / counted.TotalSeconds;
        return new Measurement(
            perSecond,
            latencies[latencies.Count / 2],
            latencies[latencies.Count * 99 / 100],
            serverMs / perSecond,
            clientMs / 1000,
            results.Sum(result => result.Answered));
    }

    private async Task<Loop> LoopAsync(
        IRequests requests, ReadOnlyMemory<byte> expected, Window window, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.OpenAsync(server.Address, cancellationToken);
        var latencies = new List<float>(1 << 14);
        var answered = 0;
        var request = requests.Next();
        while (true)
        {
            var sent = Stopwatch.GetTimestamp();
            await connection.SendAsync(request, cancellationToken);

            // Made while the server works, so that making it is no part of the latency.
            request = requests.Next();
            var answer = await connection.ReceiveAsync(cancellationToken);
            var now = Stopwatch.GetTimestamp();
            if (!answer.Holds(expected.Span))
                throw new InvalidOperationException(
                    $"Not the expected answer, but {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
            answered++;
            if (now >= window.End)
                return new Loop(latencies, answered);
            if (now >= window.Begin)
                latencies.Add((float)Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
        }
    }

    private async Task<(double Server, double Client)> ProcessorMsPerSecondAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(warmUp, cancellationToken);
        var (time, serverTime, clientTime) = (Stopwatch.GetTimestamp(), server.ProcessorTime, Environment.CpuUsage.TotalTime);
        await Task.Delay(counted, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(time).TotalSeconds;
        return (
            (server.ProcessorTime - serverTime).TotalMilliseconds / seconds,
            (Environment.CpuUsage.TotalTime - clientTime).TotalMilliseconds / seconds);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private sealed record Window(long Begin, long End);

    private sealed record Loop(List<float> Latencies, int Answered);
}
