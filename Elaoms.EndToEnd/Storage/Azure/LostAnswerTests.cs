using System.Buffers;
using System.IO.Pipelines;
using Elaoms.Core.Intake;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Storage.Contracts;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>
/// The service did what it was asked to, and the answer was lost: the client tries again, and finds its own write in its way.
/// </summary>
public sealed class LostAnswerTests : LossyStorageTests
{
    private const string Sam = "+12025550123";

    /// <summary>More than the client tries by itself.</summary>
    private const int MoreThanAllTries = 4;

    private LearningBench Bench { get; set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Bench = new LearningBench(Stores);
    }

    public override async Task DisposeAsync()
    {
        Bench.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task First_record_whose_answer_was_lost_is_taught_once()
    {
        Proxy.Lose(1, "PUT", "/record.json");

        await Stores.Get<CallerRecords>()
            .ApplyAsync(Bench.KeyOf(Sam), SampleRecords.Sam, [SampleRecords.Extracted("c1", 1, ("plan", "gold"))], CancellationToken.None);

        await IsTaughtAsync(["c1"]);
    }

    [Fact]
    public async Task Record_whose_answer_was_lost_is_taught_once()
    {
        var records = Stores.Get<CallerRecords>();
        await records.ApplyAsync(
            Bench.KeyOf(Sam), SampleRecords.Sam, [SampleRecords.Extracted("c1", 1, ("plan", "gold"))], CancellationToken.None);
        Proxy.Lose(1, "PUT", "/record.json");

        await records.ApplyAsync(
            Bench.KeyOf(Sam), SampleRecords.Sam, [SampleRecords.Extracted("c2", 2, ("plan", "tin"))], CancellationToken.None);

        await IsTaughtAsync(["c1", "c2"]);
    }

    [Theory]
    [InlineData(".segment")]
    [InlineData("/record.json")]
    public async Task Segment_or_its_head_whose_answer_was_lost_is_written_once(string lost)
    {
        for (var i = 0; i < 6; i++)
        {
            var call = SampleRecords.Extracted($"c{i}", i);
            call = call with { Memories = [call.Memories[0] with { Text = new string('x', 10_000) }] };
            Proxy.Lose(1, "PUT", lost);
            await Stores.Records.ApplyAsync(Bench.KeyOf(Sam), SampleRecords.Sam, [call], CancellationToken.None);
        }

        await IsTaughtAsync(["c0", "c1", "c2", "c3", "c4", "c5"]);
        var head = (await Stores.Callers.ReadAsync(Bench.KeyOf(Sam), CancellationToken.None))!.Value;
        var segments = await Stores.Segments.ListAsync("", CancellationToken.None).ToListAsync();
        Assert.Equal(head.Segments.Count, segments.Count);
        Assert.NotEmpty(segments);
    }

    [Theory]
    [InlineData(".segment")]
    [InlineData("/record.json")]
    public async Task Conversation_in_a_page_is_replaced_once_whatever_answer_was_lost(string lost)
    {
        var records = PagedRecords.Of(Stores.Callers, Stores.Segments, Stores.Profiles);
        for (var i = 0; i < 8; i++)
            await TeachAsync(i, version: 0);
        Assert.NotEmpty((await Stores.HeadAsync(Bench.KeyOf(Sam)))!.Pages);
        Proxy.Lose(1, "PUT", lost);

        await TeachAsync(0, version: 1);

        var record = (await Bench.ReadAsync(Sam))!.Value;
        Assert.True(Proxy.Lost > 0);
        Assert.Equal((8, 9), (record.Calls.Count, record.Revision));
        Assert.Equal(1, record.Calls[0].PayloadVersion.EventTimestamp);
        Assert.Equal(await Stores.NamedAsync(Bench.KeyOf(Sam)), await Stores.SegmentsAsync(Bench.KeyOf(Sam)));

        async Task TeachAsync(int conversation, int version)
        {
            var call = SampleRecords.Extracted($"c{conversation}", conversation, version, $"hash{version}");
            call = call with { Memories = [call.Memories[0] with { Text = new string('x', 30_000) }] };
            await records.ApplyAsync(Bench.KeyOf(Sam), SampleRecords.Sam, [call], CancellationToken.None);
        }
    }

    [Fact]
    public async Task Entry_whose_answers_were_lost_is_added_and_removed()
    {
        var name = Stores.NameOf("one");
        Proxy.Lose(1, "PUT", "/pending/");

        await Stores.Pending.AddAsync(name, CancellationToken.None);

        Assert.Equal(name, Assert.Single(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync()).Name);
        Proxy.Lose(1, "DELETE", "/pending/");
        await Stores.Pending.RemoveAsync(name, CancellationToken.None);
        Assert.Empty(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Profile_whose_answer_was_lost_is_that_of_the_record()
    {
        Proxy.Lose(1, "PUT", "/profile.json");

        await Stores.Get<CallerRecords>().ApplyAsync(
            Bench.KeyOf(Sam), SampleRecords.Sam, [SampleRecords.Extracted("c1", 1)], CancellationToken.None);

        await IsTaughtAsync(["c1"]);
    }

    [Theory]
    [InlineData("/record.json")]
    [InlineData("/profile.json")]
    [InlineData("/conversations/")]
    [InlineData("/receipts/")]
    public async Task Call_learned_while_every_answer_to_a_write_is_lost_is_learned_by_the_next_try(string path)
    {
        Proxy.Lose(MoreThanAllTries, "PUT", path);
        await Assert.ThrowsAnyAsync<Exception>(() => Bench.LearnAsync(LearningBench.Body(1, Sam)));
        Assert.Equal(MoreThanAllTries, Proxy.Lost);

        var receipt = await Bench.LearnAsync(LearningBench.Body(1, Sam), tries: 2);

        Assert.Equal(ReceiptResult.Learned, receipt.Result);
        await IsTaughtAsync(["c"]);
    }

    [Theory]
    [InlineData("PUT", "/record.json")]
    [InlineData("PUT", "/profile.json")]
    [InlineData("PUT", "/conversations/")]
    [InlineData("PUT", "/receipts/")]
    [InlineData("GET", "/payloads/")]
    public async Task Call_is_learned_in_one_try_although_an_answer_was_lost(string method, string path)
    {
        var name = await Stores.StoreAsync(LearningBench.Body(1, Sam));
        Proxy.Lose(1, method, path);

        var receipt = await Bench.Learn.LearnAsync(name, 1, isReplay: false, CancellationToken.None);

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), receipt);
        Assert.Equal(receipt, await Stores.Receipts.ReadAsync(name, CancellationToken.None));
        Assert.Equal(name.Value, (await Stores.Claims.ReadAsync(name.ConversationHash, CancellationToken.None))!.Value.Payload);
        await IsTaughtAsync(["c"]);
    }

    [Fact]
    public async Task Newer_body_whose_claim_got_no_answer_takes_back_what_the_older_taught()
    {
        await Bench.LearnAsync(LearningBench.Body(1, Sam));
        Proxy.Lose(1, "PUT", "/conversations/");

        Assert.Equal(ReceiptResult.Learned, (await Bench.LearnAsync(LearningBench.Body(2, "+12025550199"))).Result);

        Assert.Equal(1, Proxy.Lost);
        Assert.Empty((await Bench.ReadAsync(Sam))!.Value.Calls);
        Assert.Single((await Bench.ReadAsync("+12025550199"))!.Value.Calls);
    }

    [Theory]
    [InlineData("/receipts/failed/")]
    [InlineData("/receipts/2")]
    public async Task Failed_receipt_whose_answer_was_lost_is_there_and_listed(string path)
    {
        var (name, failed) = (Stores.NameOf("one"), new Receipt(ReceiptResult.Failed, "r", 5));
        Proxy.Lose(1, "PUT", path);

        await Stores.Receipts.WriteAsync(name, failed, CancellationToken.None);

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(failed, await Stores.Receipts.ReadAsync(name, CancellationToken.None));
        Assert.Equal([name], await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(12 << 20, "comp=block&")]
    [InlineData(12 << 20, "comp=blocklist")]
    public async Task Payload_whose_answer_was_lost_is_stored_whole(int length, string query)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        Proxy.Lose(1, request => request.Method == "PUT" && request.Path.Value!.Contains("/payloads/", StringComparison.Ordinal)
            && request.QueryString.Value!.Contains(query, StringComparison.Ordinal));

        var name = await Stores.StoreAsync(body);

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(body, await Stores.ReadAsync(name));
    }

    [Fact]
    public async Task Delivery_whose_message_got_no_answer_is_enqueued_and_learned_once()
    {
        Proxy.Lose(1, "POST", "/calls/messages");

        await DeliverAsync(LearningBench.Body(1, Sam));

        Assert.Equal(1, Proxy.Lost);
        // The message is in the queue once more than was asked for, which changes nothing.
        Assert.Equal(2, await Stores.Queue.CountAsync(CancellationToken.None));
        await Stores.LearnAllAsync();
        await IsTaughtAsync(["c"]);
    }

    [Theory]
    [InlineData("PUT", "/payloads/")]
    [InlineData("POST", "/calls/messages")]
    public async Task Delivery_that_failed_although_all_was_done_is_learned_once_when_it_comes_again(string method, string path)
    {
        Proxy.Lose(MoreThanAllTries, method, path);
        await Assert.ThrowsAnyAsync<Exception>(() => DeliverAsync(LearningBench.Body(1, Sam)));

        await DeliverAsync(LearningBench.Body(1, Sam));

        Assert.Single(await Storage.ListRawAsync());
        await Stores.LearnAllAsync();
        await IsTaughtAsync(["c"]);
    }

    [Fact]
    public async Task Message_taken_whose_answer_was_lost_comes_again()
    {
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);
        Proxy.Lose(1, "GET", "/calls/messages");

        Assert.Null(await Stores.Queue.ReceiveAsync(TimeSpan.FromSeconds(1), CancellationToken.None));

        Assert.Equal(1, Proxy.Lost);
        await Eventually.IsTrueAsync(
            async () => await Stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None) is { DequeueCount: 2 },
            "the message comes again");
    }

    [Fact]
    public async Task Message_completed_whose_answer_was_lost_is_gone()
    {
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);
        var call = (await Stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None))!;
        Proxy.Lose(1, "DELETE", "/calls/messages");

        await Stores.Queue.CompleteAsync(call, CancellationToken.None);

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(0, await Stores.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Lease_renewed_whose_answer_was_lost_counts_as_lost()
    {
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);
        var call = (await Stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None))!;
        Proxy.Lose(1, "PUT", "/calls/messages");

        // The new lease is unknown, so the message comes again, and finds its receipt.
        Assert.Null(await Stores.Queue.HideAsync(call, TimeSpan.FromMinutes(1), CancellationToken.None));

        Assert.Equal(1, Proxy.Lost);
        await Stores.Queue.CompleteAsync(call, CancellationToken.None);
        Assert.Equal(1, await Stores.Queue.CountAsync(CancellationToken.None));
    }

    private async Task DeliverAsync(byte[] body)
    {
        var signature = ElevenLabsSignature.Sign(body, TestSettings.Secret, TimeProvider.System.GetUtcNow());
        var result = await Stores.Get<ReceivePostCall>()
            .ReceiveAsync(signature, body.Length, PipeReader.Create(new ReadOnlySequence<byte>(body)), CancellationToken.None);
        Assert.Equal(PostCallStatus.Accepted, result.Status);
    }

    private async Task IsTaughtAsync(IEnumerable<string> conversations)
    {
        var record = (await Bench.ReadAsync(Sam))!.Value;
        Assert.True(Proxy.Lost > 0);
        Assert.Equal(conversations, record.Calls.Select(call => call.ConversationId));
        Assert.Equal((record.Calls.Count, record.Calls.Count), ((int)record.Revision, record.Memories.Count));
        Assert.Equal(record.Revision, (await Bench.ReadProfileAsync(Sam))!.Revision);
    }
}
