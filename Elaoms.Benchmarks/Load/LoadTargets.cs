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

    /// <summary>Teaches the server the caller, and makes the requests.</summary>
    public static async Task<IReadOnlyList<LoadTarget>> PrepareAsync(
        MeasuredServer server, ServerControl control, int memories, CancellationToken cancellationToken)
    {
        foreach (var call in SampleCalls.OfKnownCaller(memories))
            await control.DeliverAsync(call, cancellationToken);
        await control.WaitUntilLearnedAsync(cancellationToken);

        var delivered = 0;
        int NextDelivery() => Interlocked.Increment(ref delivered);
        var clientDataKey = $"{SharedKey.HeaderName}: {server.Keys.ClientData}";
        var searchDataKey = $"{SharedKey.HeaderName}: {server.Keys.SearchData}";
        var question = SampleCalls.ClientData();
        var searches = SampleCalls.Queries.Select(SampleCalls.SearchData).ToList();
        return
        [
            new LoadTarget(
                ClientData,
                Always(RequestBytes.Post("/webhook/client-data", clientDataKey, question)),
                RequestBytes.Post(ServerCommand.YardstickRoute, clientDataKey, question),
                [.. "\"user_name\":\""u8, .. System.Text.Encoding.UTF8.GetBytes(SampleCalls.CallerName)]),
            new LoadTarget(
                SearchData,
                Always([.. searches.Select(search => RequestBytes.Post("/webhook/search-data", searchDataKey, search))]),
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

    private static Func<IRequests> Always(params byte[][] requests) => () => new FixedRequests(requests);
}
