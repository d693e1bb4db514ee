using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Signing;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Web.Webhooks;

namespace Elaoms.Benchmarks.Engine;

/// <summary>Measures one server beside one OpenMemory, and checks what it measures.</summary>
internal sealed class EngineRun(FakeOpenMemory openMemory, MeasuredServer server, HttpClient http)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);

    /// <summary>Delivers calls one after the other, then as many more at once, and waits until OpenMemory holds them.</summary>
    public async Task LearnAsync(int calls, int turns, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var call = 0; call < calls; call++)
        {
            var begin = Stopwatch.GetTimestamp();
            await DeliverAsync(SampleCalls.OfTurns(turns, call), cancellationToken);
            await HeldAsync(call, turns, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        var all = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(calls, calls),
            cancellationToken,
            async (call, token) => await DeliverAsync(SampleCalls.OfTurns(turns, call), token));
        for (var call = calls; call < 2 * calls; call++)
            await HeldAsync(call, turns, cancellationToken);
        var perSecond = calls / Stopwatch.GetElapsedTime(all).TotalSeconds;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {turns} turns from delivery until OpenMemory holds them: p50 {Percentile(times, 0.5):0} ms, p99 "
                + $"{Percentile(times, 0.99):0} ms; {calls} calls at once: {perSecond:0.0} calls/s; "
                + $"at most {openMemory.Busiest} requests at a time"));
    }

    /// <summary>Searches one after the other.</summary>
    public async Task SearchAsync(int searches, TimeSpan delay, CancellationToken cancellationToken)
    {
        openMemory.Faults.QueryDelay = delay;
        openMemory.Faults.StaleFor = TimeSpan.Zero;
        var (asked, times, found) = (openMemory.Queries, new List<double>(), 0);
        for (var i = 0; i < searches; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            found += await SearchAsync(i, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        var when = delay < TimeSpan.Zero ? "never" : FormattableString.Invariant($"in {delay.TotalMilliseconds:0} ms");
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  search, OpenMemory answers {when}: p50 {Percentile(times, 0.5):0.0} ms, p99 {Percentile(times, 0.99):0.0} ms; "
                + $"asked in {openMemory.Queries - asked} of {searches}; {(double)found / searches:0.0} memories a search"));
    }

    private async Task DeliverAsync(byte[] payload, CancellationToken cancellationToken)
    {
        using var request = Request(PostCallEndpoint.Route, payload);
        request.Headers.Add(
            ElevenLabsSignature.HeaderName, ElevenLabsSignature.Sign(payload, server.Keys.PostCall, TimeProvider.System.GetUtcNow()));
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<int> SearchAsync(int number, CancellationToken cancellationToken)
    {
        var query = SampleCalls.Queries[number % SampleCalls.Queries.Count];
        using var request = Request(SearchDataEndpoint.Route, JsonSerializer.SerializeToUtf8Bytes(
            new { query, caller_id = $"{SampleCalls.CallerPrefix}{number % 20:0000000}" }));
        request.Headers.Add(SharedKey.HeaderName, server.Keys.SearchData);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.RootElement.GetProperty("memories").GetArrayLength();
    }

    private HttpRequestMessage Request(string route, byte[] body) => new(HttpMethod.Post, new Uri($"http://{server.Address}{route}"))
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private async Task HeldAsync(int call, int turns, CancellationToken cancellationToken)
    {
        var mark = SampleCalls.Mark(call);
        while (openMemory.Memories.Count(memory => memory.Given.Contains(mark, StringComparison.Ordinal)) < turns)
            await Task.Delay(LookEvery, cancellationToken);
    }

    private static double Percentile(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}
