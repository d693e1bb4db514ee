using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Signing;

namespace Elaoms.Benchmarks.Load;

/// <summary>The three webhooks as they are measured, with a caller whom the server knows.</summary>
internal static class LoadTargets
{
    public const string ClientData = "client-data";
    public const string SearchData = "search-data";
    public const string PostCall = "post-call";

    public static IReadOnlyList<string> Names { get; } = [ClientData, SearchData, PostCall];

    /// <summary>Teaches the server the callers, and makes the requests, in which they take turns.</summary>
    public static async Task<IReadOnlyList<LoadTarget>> PrepareAsync(
        MeasuredServer server, ServerControl control, int memories, int callers, CancellationToken cancellationToken)
    {
        foreach (var call in Enumerable.Range(0, callers).SelectMany(caller => SampleCalls.OfKnownCaller(memories, caller)))
            await control.DeliverAsync(call, cancellationToken);
        await control.WaitUntilLearnedAsync(cancellationToken);

        var delivered = 0;
        int NextDelivery() => Interlocked.Increment(ref delivered);
        var clientDataKey = $"{SharedKey.HeaderName}: {server.Keys.ClientData}";
        var searchDataKey = $"{SharedKey.HeaderName}: {server.Keys.SearchData}";
        var questions = Enumerable.Range(0, callers).Select(caller => SampleCalls.ClientData(caller)).ToList();
        // Caller by caller, so that nobody asks twice in a row.
        var searches = SampleCalls.Queries
            .SelectMany((query, first) => Enumerable.Range(0, callers)
                .Select(caller => SampleCalls.SearchData(SampleCalls.Queries[(first + caller) % SampleCalls.Queries.Count], caller)))
            .ToList();
        return
        [
            new LoadTarget(
                ClientData,
                InTurn([.. questions.Select(question => RequestBytes.Post("/webhook/client-data", clientDataKey, question))]),
                RequestBytes.Post(ServerCommand.YardstickRoute, clientDataKey, questions[0]),
                "\"last_call_summary\":\"Previous conversation on "u8.ToArray()),
            new LoadTarget(
                SearchData,
                InTurn([.. searches.Select(search => RequestBytes.Post("/webhook/search-data", searchDataKey, search))]),
                RequestBytes.Post(
                    ServerCommand.YardstickRoute, searchDataKey, searches.OrderBy(search => search.Length).ElementAt(searches.Count / 2)),
                "\"memories\":[{"u8.ToArray()),
            new LoadTarget(
                PostCall,
                () => new PostCallRequests("/webhook/post-call", server.Keys.PostCall, NextDelivery),
                new PostCallRequests(ServerCommand.YardstickRoute, server.Keys.PostCall, NextDelivery).Next().ToArray(),
                "\"received\""u8.ToArray()),
        ];
    }

    // Connections begin at different places.
    private static Func<IRequests> InTurn(byte[][] requests)
    {
        var connections = 0;
        return () => new FixedRequests(requests, first: Interlocked.Increment(ref connections) * 31);
    }
}
