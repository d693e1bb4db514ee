using System.Globalization;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>What the list of callers and calls costs in requests, and what becomes of it when an answer is lost.</summary>
public sealed class CallListRequestTests(ITestOutputHelper output) : LossyStorageTests
{
    private const string Sam = "+12025550123";
    private const int Callers = 1000;

    private int _requests;
    private int _tableRequests;

    private ICallList List => Stores.Get<ICallList>();

    [Fact]
    public async Task Learned_call_costs_one_request_of_the_list()
    {
        using var bench = new LearningBench(Stores);
        for (var call = 0; call < 3; call++)
        {
            Count();
            await bench.LearnAsync(LearningBench.Body(1, Sam, conversation: $"c{call}"));
            output.WriteLine($"{_requests} requests, {_tableRequests} of them for the list");
            Assert.Equal(1, _tableRequests);
        }

        Assert.Equal(3, (await List.FindCallerAsync(bench.KeyOf(Sam), CancellationToken.None))!.Calls);
    }

    [Fact]
    public async Task Call_whose_listing_got_no_answer_is_listed_once()
    {
        using var bench = new LearningBench(Stores);
        await bench.LearnAsync(LearningBench.Body(1, Sam, conversation: "c1"));
        Proxy.Lose(1, "POST", "$batch");

        await bench.LearnAsync(LearningBench.Body(1, Sam, conversation: "c2"));

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(2, (await List.ListCallsAsync(new CallFilter(bench.KeyOf(Sam)), null, 9, CancellationToken.None)).Items.Count);
        Assert.Equal(2, Assert.Single((await List.ListCallersAsync(null, 9, CancellationToken.None)).Items).Calls);
    }

    [Fact]
    public async Task Caller_among_a_thousand_is_found_and_looked_at_with_six_requests()
    {
        using var bench = new LearningBench(Stores);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Callers),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => await List.WriteAsync(Listing(number), CancellationToken.None));
        await bench.LearnAsync(LearningBench.Body(1, Sam));
        var key = bench.KeyOf(Sam);

        // The day's file of the audit log is there.
        await RecordAsync("find-caller", null);

        Count();
        await RecordAsync("find-caller", key);
        Assert.NotNull(await List.FindCallerAsync(key, CancellationToken.None));
        await RecordAsync("show", key);
        var shown = (await Stores.Get<ShowCaller>().ShowAsync(key, null, 20, CancellationToken.None))!;
        output.WriteLine($"find and look: {_requests} requests");
        Assert.Equal(ReceiptResult.Learned, Assert.Single(shown.Calls).Receipt!.Result);
        Assert.InRange(_requests, 1, 6);

        Count();
        Assert.Equal(50, (await List.ListCallersAsync(null, 50, CancellationToken.None)).Items.Count);
        Assert.Equal(1, _requests);
        Count();
        var day = await List.CountAsync(DateOnly.FromDateTime(FixedClock.Start.UtcDateTime), CancellationToken.None);
        output.WriteLine($"a day of {day.Calls} calls: {_requests} requests");
        Assert.Equal(Callers, day.Calls);
        Assert.InRange(_requests, 1, 2);
    }

    private Task RecordAsync(string verb, CallerKey? caller)
        => Stores.Get<AuditLog>().RecordAsync(new AuditedAct("anna", verb, caller), CancellationToken.None);

    private void Count()
    {
        (_requests, _tableRequests) = (0, 0);
        Proxy.Lose(1, request =>
        {
            Interlocked.Increment(ref _requests);
            if (IsOfTable(request))
                Interlocked.Increment(ref _tableRequests);
            return false;
        });
    }

    private static bool IsOfTable(HttpRequest request)
        => request.Path.Value is { } path
            && (path.Contains("calllist", StringComparison.Ordinal) || path.Contains("$batch", StringComparison.Ordinal));

    private static CallListing Listing(int number)
    {
        var key = new CallerKey(number.ToString("x64", CultureInfo.InvariantCulture));
        var at = FixedClock.Start.AddSeconds(number);
        var payload = Stores.NameOf($$$"""{"data":{"conversation_id":"c{{{number}}}"}}""");
        var call = new ListedCall(ListedCall.IdOf(payload), at, payload, ReceiptResult.Learned, Reason: null)
        {
            Caller = key,
        };
        return new CallListing(call, new ListedCaller(key, "phone …0123", at, 1, 1), IsFirst: true);
    }
}
