using Elaoms.Core.Storage.Payloads;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.Tests.Server;

/// <summary>However often and in whatever order deliveries come, each call is learned once, and from its newest body.</summary>
public abstract class ExactlyOnceTests(StorageKind storage, ITestOutputHelper output)
{
    private const long Start = 1_791_300_000;

    [Fact]
    public async Task Hundred_copies_at_the_same_time_are_one_call()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        var body = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.Webhooks.DeliverAsync(body)));
        await server.LearnedAsync();

        Assert.All(answers, answer => answer.IsOk());
        var record = Assert.Single(await server.Stored.RecordsAsync());
        Assert.Single(record.Calls);
        Assert.Equal(6, record.Memories.Count);
        Assert.Equal(1, record.Revision);
        Assert.Equal(
            new Receipt(ReceiptResult.Learned, Reason: null, 1), await server.ReceiptOfAsync(Assert.Single(await server.ArchivedAsync())));
    }

    [Fact]
    public async Task Shuffled_bodies_of_several_calls_end_in_the_newest_of_each()
    {
        const int Conversations = 30;
        const int Bodies = 6;
        const int Copies = 3;
        var seed = TestEnvironment.Seed();
        output.WriteLine($"ELAOMS_SEED={seed}");
        await using var server = await TestServer.StartAsync(storage: storage);

        // Body 3 of each conversation names somebody else: what it taught there must be gone in the end, too.
        var deliveries = (
            from conversation in Enumerable.Range(0, Conversations)
            from version in Enumerable.Range(0, Bodies)
            let body = Payloads.Call(
                Caller(version == 3 ? conversation + 1 : conversation), $"conv_{conversation}", Start + version,
                $"Conversation{conversation} version{version}.", "Goodbye.")
            from copy in Enumerable.Range(0, Copies)
            select body).ToArray();
#pragma warning disable CA5394 // A shuffle that can be repeated needs a seed.
        new Random(seed).Shuffle(deliveries);
#pragma warning restore CA5394

        await Parallel.ForEachAsync(
            deliveries,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (body, _) => (await server.Webhooks.DeliverAsync(body)).IsOk());
        await server.LearnedAsync();

        var records = await server.Stored.RecordsAsync();
        var memories = records.SelectMany(
            record => record.Memories.Select(memory => $"{record.Caller.Identity} {memory.ConversationId} {memory.Turn}: {memory.Text}"));
        var expected = Enumerable.Range(0, Conversations).SelectMany(conversation => (string[])
        [
            $"{Caller(conversation)} conv_{conversation} 0: Conversation{conversation} version{Bodies - 1}.",
            $"{Caller(conversation)} conv_{conversation} 1: Goodbye.",
        ]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), memories.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var payload in await server.ArchivedAsync())
            Assert.NotNull(await server.ReceiptOfAsync(payload));
        Assert.Equal(0, await server.Stored.PendingAsync());
    }

    private static string Caller(int conversation) => $"+120255501{conversation % 5:00}";

    public sealed class OnFiles(ITestOutputHelper output) : ExactlyOnceTests(StorageKind.Embedded, output);
}
