using Elaoms.Core.Erasure;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Tests.ElevenLabs.Import;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>A thousand erased conversations, which the platform still lists.</summary>
[LongRunning]
public sealed class ErasedStayErasedTests
{
    private const int Conversations = 1000;
    private const int Callers = 2;

    [Fact]
    public async Task Erased_conversations_come_back_by_no_import_reconciliation_replay_or_delivery()
    {
        await using var bench = await ImportBench.StartAsync();
        var start = (bench.Clock.GetUtcNow() - TimeSpan.FromHours(5)).ToUnixTimeSeconds();
        for (var number = 0; number < Conversations; number++)
            bench.Platform.Store.AddConversation(bench.Agent, start + number, Number(number), "Hello?", "My name is Sam Miller.");
        using var stop = new CancellationTokenSource();
        var learning = Task.Run(() => bench.LearnUntilAsync(stop.Token), CancellationToken.None);
        await bench.ImportAsync(cancellationToken: CancellationToken.None);
        await stop.CancelAsync();
        await learning;
        await bench.Stores.LearnAllAsync();
        var payloads = (await bench.AllCallsAsync()).Select(call => PayloadName.Parse(call.Payload)!).ToList();
        Assert.Equal(Conversations, (await bench.AllCallsAsync()).Count);
        for (var caller = 0; caller < Callers; caller++)
            await bench.Stores.Get<EraseCaller>().EraseAsync(bench.KeyOf(Number(caller)), CancellationToken.None);
        var details = bench.Requests.Details;

        var imported = await bench.ImportAsync(new ImportRequest { AgentId = bench.Agent }, cancellationToken: CancellationToken.None);
        var reconciled = await bench.ReconcileAsync(cancellationToken: CancellationToken.None);
        foreach (var payload in payloads)
            await bench.Stores.Get<ReplayCall>().ReplayAsync(payload, CancellationToken.None);
        foreach (var one in bench.Platform.Store.Conversations.Values)
            await bench.DeliverAsync(one);
        await bench.Stores.LearnAllAsync();

        Assert.Equal(Conversations, imported.Of(ConversationOutcome.Erased));
        Assert.Equal((ReconcileEnd.Done, Conversations), (reconciled.End, reconciled.Progress.Of(ConversationOutcome.Erased)));
        Assert.Equal(details, bench.Requests.Details);
        Assert.Empty(await bench.AllCallsAsync());
        foreach (var payload in payloads)
            Assert.Null(await bench.Stores.ReadAsync(payload));
    }

    private static string Number(int number) => $"+120255501{number % Callers:00}";
}
