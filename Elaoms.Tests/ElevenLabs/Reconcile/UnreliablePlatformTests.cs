using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.ElevenLabs.Import;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Reconcile;

/// <summary>
/// A platform that lists late and out of order, whose calls begin at the same second, go on, hang, and change between list and detail, and
/// which fails meanwhile: whatever it does, each call is learned once in the end.
/// </summary>
public sealed class UnreliablePlatformTests
{
    // What is listed later than 24 hours after its start is not promised.
    private const int Hours = 20;

    private enum Deed
    {
        Call,
        CallThatGoesOn,
        CallThatIsListedLate,
        CallThatIsDelivered,
        CallThatChangesWhenRead,
        Reconcile,
        ReconcileAndFail,
        Finish,
        Learn,
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_doubled() => Property.CheckFew(
        from deeds in Gen.Elements(Enum.GetValues<Deed>()).ListOf(60)
        from disorder in Gen.Choose(0, 7200)
        select (Deeds: deeds, Disorder: disorder),
        async tried => await HoldsAsync(tried.Deeds, tried.Disorder));

    private static async Task HoldsAsync(IEnumerable<Deed> deeds, int disorder)
    {
        await using var bench = await ImportBench.StartAsync();
        bench.Platform.Semantics.ListDisorderSeconds = disorder;
        var later = new List<FakeConversation>();
        foreach (var (at, deed) in deeds.Index())
        {
            await DoAsync(bench, deed, at, later);
            bench.Clock.Advance(TimeSpan.FromHours((double)Hours / 60));
        }

        later.ForEach(Finish);
        for (var run = 0; run < 3; run++)
        {
            bench.Clock.Advance(TimeSpan.FromHours(2));
            Assert.Equal(ReconcileEnd.Done, (await bench.ReconcileAsync()).End);
        }

        await bench.LearnAsync();
        Assert.Equal(
            bench.Platform.Store.Conversations.Keys.Order(StringComparer.Ordinal),
            (await bench.AllCallsAsync()).Select(call => call.ConversationId).Order(StringComparer.Ordinal));
    }

    private static async Task DoAsync(ImportBench bench, Deed deed, int at, List<FakeConversation> later)
    {
        switch (deed)
        {
            case Deed.Reconcile:
                await bench.ReconcileAsync(isAsked: true);
                break;
            case Deed.ReconcileAndFail:
                bench.Platform.Faults.Clear();
                bench.Platform.Faults.DownFrom = 1 + (at % 7);
                await TryReconcileAsync(bench);
                bench.Platform.Faults.Clear();
                break;
            case Deed.Finish:
                later.ForEach(Finish);
                later.Clear();
                break;
            case Deed.Learn:
                await bench.LearnAsync();
                break;
            default:
                var one = bench.Platform.Store.AddConversation(
                    bench.Agent, bench.Clock.GetUtcNow().ToUnixTimeSeconds(), $"+1202555012{at % 3}", "Hello?", "I am Sam Miller.");
                if (deed == Deed.CallThatGoesOn)
                    one.Status = at % 2 == 0 ? "in-progress" : "processing";
                else if (deed == Deed.CallThatIsListedLate)
                    one.IsListed = false;
                else if (deed == Deed.CallThatChangesWhenRead)
                    one.StatusWhenRead = "processing";
                else if (deed == Deed.CallThatIsDelivered)
                    await bench.DeliverAsync(one);
                if (deed is not (Deed.Call or Deed.CallThatIsDelivered))
                    later.Add(one);
                break;
        }
    }

    private static async Task TryReconcileAsync(ImportBench bench)
    {
        try
        {
            await bench.ReconcileAsync(isAsked: true);
        }
        catch (ElevenLabsException)
        {
            // As it was meant, unless the run needed fewer requests.
        }
    }

    private static void Finish(FakeConversation one) => (one.Status, one.IsListed, one.StatusWhenRead) = ("done", true, null);
}
