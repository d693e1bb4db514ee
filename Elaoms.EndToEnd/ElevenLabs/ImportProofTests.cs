using Elaoms.ElevenLabs.Import;
using Elaoms.FakePlatform;
using Elaoms.Tests.ElevenLabs.Import;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>
/// A whole import, cut ten times, under faults and beside deliveries. Lengthen the run with <c>ELAOMS_IMPORT_CONVERSATIONS</c>.
/// </summary>
[LongRunning]
public sealed class ImportProofTests : IAsyncLifetime
{
    private static readonly int Conversations = TestEnvironment.Count("ELAOMS_IMPORT_CONVERSATIONS", 4_000);
    private const int Cuts = 10;
    private const int FaultEvery = 41;
    private static readonly long Start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static readonly PlatformFault[] Passing =
    [
        PlatformFault.TooManyConcurrent, PlatformFault.SystemBusy, PlatformFault.BusyFor, PlatformFault.ServerError,
        PlatformFault.CutBefore, PlatformFault.CutAfter, PlatformFault.CutWithin,
    ];

    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Each_conversation_is_learned_once_at_its_own_date_for_few_requests()
    {
        // Two begin at the same second; 200 a day.
        for (var number = 0; number < Conversations; number++)
            _bench.Platform.Store.AddConversation(
                _bench.Agent, Start + (number / 2 * 864), $"+12025{number % 500:000000}", "Hello?", $"My order is number {number}.");
        using var stop = new CancellationTokenSource();
        var learning = Task.Run(() => _bench.LearnUntilAsync(stop.Token), CancellationToken.None);
        var delivering = Task.Run(DeliverSomeAsync, CancellationToken.None);

        var done = await ImportToTheEndAsync();
        await delivering;
        await Eventually.IsTrueAsync(
            async () => await _bench.Stores.Queue.CountAsync(CancellationToken.None) == 0, "all is learned");
        await stop.CancelAsync();
        await learning;
        // What a cut left between archive and queue: the sweep's.
        await _bench.LearnAsync();

        var calls = await _bench.AllCallsAsync();
        Assert.Equal(Conversations, calls.Count);
        Assert.Equal(Conversations, calls.Select(call => call.ConversationId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(calls, call => Assert.Equal(
            _bench.Platform.Store.Conversations[call.ConversationId].Start, call.StartedAt.ToUnixTimeSeconds()));
        Assert.Equal(0, done.Of(ConversationOutcome.Failed));
        Assert.InRange(_bench.Platform.Faults.Count, Conversations, Conversations * 1.2);

        _bench.Platform.Faults.Clear();
        var again = await _bench.ImportAsync(new ImportRequest { AgentId = _bench.Agent }, cancellationToken: CancellationToken.None);
        Assert.Equal(Conversations, again.Of(ConversationOutcome.Known));
        Assert.InRange(_bench.Platform.Faults.Count, 1, Conversations * 0.02);
    }

    // Each run is cut where it may be at anything; the next one begins as a process of its own would.
    private async Task<ImportProgress> ImportToTheEndAsync()
    {
        CancellationTokenSource? cut = null;
        var next = Conversations / (Cuts + 1);
        _bench.Platform.Faults.OnRequest = (count, _) =>
        {
            if (count % FaultEvery == 0)
                _bench.Platform.Faults.Add("GET", "/conversations", Passing[count / FaultEvery % Passing.Length], times: 1);
            if (count >= next)
                cut?.Cancel();
        };
        for (var made = 0; made < Cuts; made++, next += Conversations / (Cuts + 1))
        {
            using var token = cut = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.ImportAsync(cancellationToken: token.Token));
            cut = null;
        }

        return await _bench.ImportAsync(cancellationToken: CancellationToken.None);
    }

    // Every thirtieth comes by the webhook as well, meanwhile.
    private async Task DeliverSomeAsync()
    {
        foreach (var one in _bench.Platform.Store.Conversations.Values.Where((_, at) => at % 30 == 0).ToList())
            await _bench.DeliverAsync(one);
    }
}
