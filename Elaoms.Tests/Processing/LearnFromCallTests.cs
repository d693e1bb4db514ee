using System.Text;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>Learning, over each of the storages.</summary>
public abstract class LearnFromCallTests(StorageKind kind) : LearningTests(kind)
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    [Theory]
    [InlineData("post_call_transcription.01-docs-minimal-no-phone", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.02-twilio-inbound-2025", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.03-twilio-inbound-2026-full", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.04-sip-inbound", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.05-widget-text-no-phone", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.07-outbound-voicemail", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.08-exclude-transcript", ReceiptResult.Learned, null)]
    [InlineData("post_call_transcription.09-withheld-caller", ReceiptResult.NothingToLearn, "The caller withheld the number.")]
    [InlineData("post_call_transcription.10-failed-missing-dynamic-variables", ReceiptResult.NothingToLearn, "The call failed.")]
    [InlineData("post_call_transcription_otel", ReceiptResult.Learned, null)]
    [InlineData("post_call_audio", ReceiptResult.NothingToLearn, "A recording, stored next to its payload.")]
    [InlineData("call_initiation_failure.twilio", ReceiptResult.NothingToLearn, "No transcript.")]
    [InlineData("unknown_event", ReceiptResult.NothingToLearn, "No transcript.")]
    public async Task Payload_file_gives_its_receipt(string file, ReceiptResult result, string? reason)
    {
        var body = Payload.Read(file + ".json");
        var expected = new Receipt(result, reason, 1);

        Assert.Equal(expected, await Bench.LearnAsync(body));
        Assert.Equal(expected, await Stores.Receipts.ReadAsync(Stores.NameOf(body), CancellationToken.None));
        Assert.Equal(expected, await Bench.LearnAsync(body, tries: 3));
    }

    [Theory]
    [InlineData("post_call_transcription.02-twilio-inbound-2025", ReceiptResult.Learned)]
    [InlineData("post_call_audio", ReceiptResult.NothingToLearn)]
    [InlineData("damaged", ReceiptResult.Failed)]
    public async Task Entry_goes_with_the_receipt_whatever_it_says_and_when_the_payload_comes_again(string file, ReceiptResult result)
    {
        var body = result == ReceiptResult.Failed ? "[]"u8.ToArray() : Payload.Read(file + ".json");
        for (var delivery = 0; delivery < 2; delivery++)
        {
            await Stores.Pending.AddAsync(Stores.NameOf(body), CancellationToken.None);
            await Stores.Pending.AddAsync(Stores.NameOf("other"), CancellationToken.None);

            Assert.Equal(result, (await Bench.LearnAsync(body)).Result);

            Assert.Equal([Stores.NameOf("other")], await PendingAsync());
        }
    }

    [Fact]
    public async Task Entry_of_a_payload_that_is_to_be_tried_again_stays()
    {
        var body = LearningBench.Body(1, Sam);
        await Stores.Pending.AddAsync(Stores.NameOf(body), CancellationToken.None);
        using var bench = new LearningBench(Stores, DisturbedCallers.With(() => throw new IOException("The storage is down.")));

        await Assert.ThrowsAsync<IOException>(() => bench.LearnAsync(body));

        Assert.Equal([Stores.NameOf(body)], await PendingAsync());
    }

    [Theory]
    [InlineData("""{"type":"post_call_transcription"}""", "No data.")]
    [InlineData("""{"type":"post_call_transcription","data":[]}""", "No data.")]
    [InlineData("""{"type":"post_call_transcription","data":{}}""", "The payload names no caller.")]
    [InlineData("{}", "No transcript.")]
    public async Task Payload_that_teaches_nothing_says_why(string body, string reason)
        => Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, reason, 1), await Bench.LearnAsync(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("[]", "The payload is not a JSON object.")]
    [InlineData("""{"type":"post_call_audio","data":{"full_audio":null}}""", "The audio payload holds no recording.")]
    [InlineData("""{"type":"post_call_audio"}""", "The audio payload holds no recording.")]
    [InlineData("""{"type":"post_call_audio","data":{"full_audio":"no base64!"}}""", "The recording is not base64.")]
    [InlineData("""{"type":"post_call_audio","data":{"full_audio":"AAAA="}}""", "The recording is not base64.")]
    public async Task Payload_that_can_never_be_learned_fails_at_once(string body, string reason)
        => Assert.Equal(new Receipt(ReceiptResult.Failed, reason, 1), await Bench.LearnAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task Payload_too_deep_fails_at_once()
    {
        var receipt = await Bench.LearnAsync(Encoding.UTF8.GetBytes(
            $$"""{"type":"post_call_transcription","x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}"""));

        Assert.Equal(new Receipt(ReceiptResult.Failed, "The payload is nested deeper than 1000 levels.", 1), receipt);
    }

    [Fact]
    public async Task Payload_missing_or_damaged_fails_at_once()
    {
        var missing = await Bench.Learn.LearnAsync(Stores.NameOf("nobody"), 1, isReplay: false, CancellationToken.None);
        var name = await Stores.StoreAsync(LearningBench.Body(1, Sam));
        await Storage.WriteRawAsync(name.Value, [.. LearningBench.Body(1, Sam), .. " "u8]);
        var damaged = await Bench.Learn.LearnAsync(name, 1, isReplay: false, CancellationToken.None);

        Assert.Equal(new Receipt(ReceiptResult.Failed, "The payload is not in the archive.", 1), missing);
        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "The archived payload is damaged: its content does not match its name.", 1), damaged);
        Assert.Null(await Bench.ReadAsync(Sam));
    }

    [Fact]
    public async Task Call_learned_is_in_the_record_and_the_profile()
    {
        await Bench.LearnAsync(Payload.Read("post_call_transcription.03-twilio-inbound-2026-full.json"));

        var record = (await Bench.ReadAsync(Sam))!.Value;
        var profile = (await Bench.ReadProfileAsync(Sam))!;

        Assert.Equal(["email", "3", "false"], record.Facts.Select(fact => fact.Value));
        Assert.Equal(["preferred_contact", "household_size", "callback_requested"], record.Facts.Select(fact => fact.Key));
        Assert.Equal("success", record.LastCall!.Outcome);
        Assert.Equal(record.Revision, profile.Revision);
        Assert.Equal("email", profile.Facts["preferred_contact"]);
        Assert.Single(record.Memories, memory => memory is { Turn: null, Role: null, Salience: Salience.Medium });
        var told = Assert.Single(record.Memories, memory => memory.Turn == record.Facts[0].Source.Turn);
        Assert.Equal((Salience.Medium, Sector.Procedural), (told.Salience, told.Sector));
        Assert.All(
            record.Memories.Where(memory => memory.Turn is not null && memory != told),
            memory => Assert.Equal((Salience.Low, Sector.Episodic), (memory.Salience, memory.Sector)));
        Assert.Equal(record.Memories.Count, record.Memories.Select(memory => memory.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Call_learned_again_leaves_every_byte_as_it_was()
    {
        var body = Payload.Read("post_call_transcription.03-twilio-inbound-2026-full.json");
        await Bench.LearnAsync(body);
        var first = (await Bench.ReadAsync(Sam))!;
        await Stores.Receipts.DeleteAsync(Stores.NameOf(body), CancellationToken.None);

        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 2), await Bench.LearnAsync(body, tries: 2));

        var second = (await Bench.ReadAsync(Sam))!;
        Assert.Equal(first.ETag, second.ETag);
        Assert.Equal(Text(first), Text(second));
    }

    [Fact]
    public async Task Copy_of_another_day_teaches_nothing()
    {
        await Bench.LearnAsync(LearningBench.Body(1, Sam));
        var first = (await Bench.ReadAsync(Sam))!;

        var receipt = await Bench.LearnAsync(LearningBench.Body(1, Sam), receivedAt: FixedClock.Start.AddDays(1));

        Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, "A copy of this payload was learned on another day.", 1), receipt);
        Assert.Equal(first.ETag, (await Bench.ReadAsync(Sam))!.ETag);
    }

    [Fact]
    public async Task Newer_body_replaces_and_an_older_one_that_comes_later_changes_nothing()
    {
        await Bench.LearnAsync(LearningBench.Body(2, Sam, "gold"));
        await Bench.LearnAsync(LearningBench.Body(3, Sam, "tin"));
        var newer = (await Bench.ReadAsync(Sam))!;

        var receipt = await Bench.LearnAsync(LearningBench.Body(1, Sam, "lead"));

        Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, "A newer payload of the conversation is current.", 1), receipt);
        Assert.Equal(newer.ETag, (await Bench.ReadAsync(Sam))!.ETag);
        Assert.Equal("tin", Assert.Single(newer.Value.Facts).Value);
        Assert.Equal("I have tin", Assert.Single(newer.Value.Memories).Text);
    }

    [Theory]
    [InlineData(Kim, "done")]
    [InlineData(Sam, "failed")]
    [InlineData("anonymous", "done")]
    [InlineData(null, "done")]
    public async Task Newer_body_that_names_another_or_nobody_takes_back_what_the_older_taught(string? caller, string status)
    {
        await Bench.LearnAsync(LearningBench.Body(1, Sam));

        await Bench.LearnAsync(LearningBench.Body(2, caller, status: status));

        var sam = (await Bench.ReadAsync(Sam))!.Value;
        Assert.Empty(sam.Calls);
        Assert.Empty(sam.Facts);
        Assert.Empty(sam.Memories);
        Assert.Equal("", (await Bench.ReadProfileAsync(Sam))!.Summary);
        Assert.Equal(caller == Kim, await Bench.ReadAsync(Kim) is not null);
    }

    [Fact]
    public void Bodies_of_one_conversation_in_any_order_leave_what_the_one_that_stands_teaches() => Check(
        from order in Gen.Shuffle(Enumerable.Range(0, 6))
        select order,
        async order =>
        {
            await using var storage = await Kind.MakeAsync();
            await using var stores = storage.Open();
            using var bench = new LearningBench(stores);
            byte[][] bodies =
            [
                LearningBench.Body(1, Sam), LearningBench.Body(2, Kim, "tin"), LearningBench.Body(2, Sam, "gold", "failed"),
                LearningBench.Body(3, Sam, "tie", salt: "a"),
                LearningBench.Body(3, Sam, "tie", salt: "b"), LearningBench.Body(1, Kim, "other call", conversation: "d"),
            ];
            var standing = new[] { bodies[3], bodies[4] }.MaxBy(body => Stores.NameOf(body).BodyHash, StringComparer.Ordinal)!;

            foreach (var i in order)
                await bench.LearnAsync(bodies[i]);

            Assert.Equal(Stores.NameOf(standing).Value, Assert.Single((await bench.ReadAsync(Sam))!.Value.Calls).Payload);
            Assert.Equal("d", Assert.Single((await bench.ReadAsync(Kim))!.Value.Calls).ConversationId);
        });

    [Fact]
    public async Task Store_that_throws_is_tried_five_times_and_then_given_a_failed_receipt()
    {
        using var bench = new LearningBench(Stores, DisturbedCallers.With(() => throw new IOException("The disk is full.")));
        var body = LearningBench.Body(1, Sam);
        for (var tries = 1; tries < LearnFromCall.MaxTries; tries++)
        {
            await Assert.ThrowsAsync<IOException>(() => bench.LearnAsync(body, tries));
            Assert.Null(await Stores.Receipts.ReadAsync(Stores.NameOf(body), CancellationToken.None));
        }

        var receipt = new Receipt(ReceiptResult.Failed, "IOException: The disk is full.", 5);
        Assert.Equal(receipt, await bench.LearnAsync(body, 5));
        Assert.Equal(receipt, await Stores.Receipts.ReadAsync(Stores.NameOf(body), CancellationToken.None));
    }

    [Fact]
    public async Task Reason_of_a_failure_is_300_characters_at_most()
    {
        using var bench = new LearningBench(Stores, DisturbedCallers.With(() => throw new IOException(new string('x', 1000))));

        Assert.Equal(300, (await bench.LearnAsync(LearningBench.Body(1, Sam), 5)).Reason!.Length);
    }

    [Fact]
    public async Task Message_taken_a_sixth_time_fails_without_a_try()
    {
        var touched = false;
        using var bench = new LearningBench(Stores, DisturbedCallers.With(() => touched = true));

        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "No tries are left: each time the process ended or the storage could not be reached.", 5),
            await bench.LearnAsync(LearningBench.Body(1, Sam), 6));
        Assert.False(touched);
    }

    [Fact]
    public async Task Stop_on_the_fifth_try_is_no_failure()
    {
        using var bench = new LearningBench(Stores, DisturbedCallers.With(() => throw new OperationCanceledException()));

        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.LearnAsync(LearningBench.Body(1, Sam), 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(3 << 20)]
    public async Task Recording_has_the_bytes_that_were_sent(int length)
    {
        var mp3 = new byte[length];
        new Random(length).NextBytes(mp3);
        var base64 = Convert.ToBase64String(mp3);
        foreach (var text in new[]
        {
            base64, base64.Replace("/", "\\/", StringComparison.Ordinal),
            string.Join("\\n", base64.Chunk(76).Select(line => new string(line))),
        })
        {
            var body = Encoding.UTF8.GetBytes(
                "{\"type\":\"post_call_audio\",\"data\":{\"conversation_id\":\"c\",\"full_audio\":\"" + text + "\"}}");

            Assert.Equal(ReceiptResult.NothingToLearn, (await Bench.LearnAsync(body)).Result);
            Assert.Equal(mp3, await Storage.ReadRawAsync(Stores.NameOf(body).AudioName));
        }
    }

    [Fact]
    public async Task Recording_of_the_payload_file_is_its_base64()
    {
        var body = Payload.Read("post_call_audio.json");

        await Bench.LearnAsync(body);

        Assert.Equal(
            Payload.Data("post_call_audio.json").GetProperty("full_audio").GetBytesFromBase64(),
            await Storage.ReadRawAsync(Stores.NameOf(body).AudioName));
    }

    [Fact]
    public async Task Newer_body_that_is_learned_while_an_older_one_names_another_stays_with_its_caller()
    {
        for (var access = 1; ; access++)
        {
            var conversation = $"c{access}";
            await Bench.LearnAsync(LearningBench.Body(1, Sam, "tin", conversation: conversation));
            var (count, isInterrupted) = (0, false);
            using var interrupted = new LearningBench(Stores, InterruptedCallers.Of(Stores, async () =>
            {
                if (++count != access)
                    return;
                isInterrupted = true;
                await Bench.LearnAsync(LearningBench.Body(5, Sam, "gold", conversation: conversation));
            }));

            await interrupted.LearnAsync(LearningBench.Body(3, Kim, "silver", conversation: conversation));

            if (!isInterrupted)
            {
                Assert.True(access > 6);
                return;
            }

            var learned = (await Bench.ReadAsync(Sam))!.Value;
            Assert.True(learned.Calls.Any(call => call.ConversationId == conversation), $"lost by access {access}");
            Assert.Equal("gold", Assert.Single(learned.Facts, fact => fact.Source.ConversationId == conversation).Value);
            Assert.DoesNotContain((await Bench.ReadAsync(Kim))?.Value.Calls ?? [], call => call.ConversationId == conversation);
        }
    }

    [Fact]
    public async Task Call_that_several_learn_at_once_is_learned_once()
    {
        await using var otherStores = Storage.Open();
        using var other = new LearningBench(otherStores);
        var body = LearningBench.Body(1, Sam);
        var name = await Stores.StoreAsync(body);

        var receipts = await Task.WhenAll(new[] { Bench, other, Bench, other }
            .Select(bench => Task.Run(() => bench.Learn.LearnAsync(name, 1, isReplay: false, CancellationToken.None))));

        Assert.All(receipts, receipt => Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), receipt));
        var record = (await Bench.ReadAsync(Sam))!.Value;
        Assert.Equal((1, 1, 1, 1), (record.Revision, record.Calls.Count, record.Facts.Count, record.Memories.Count));
    }

    [Fact]
    public async Task Calls_of_several_callers_learned_by_two_processes_are_each_with_its_caller()
    {
        await using var otherStores = Storage.Open();
        using var other = new LearningBench(otherStores);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => (i % 2 == 0 ? Bench : other).LearnAsync(
                LearningBench.Body(1, i % 3 == 0 ? Kim : Sam, $"plan {i}", conversation: $"c{i}")))));

        Assert.Equal(
            ["c0", "c3", "c6", "c9"],
            (await Bench.ReadAsync(Kim))!.Value.Calls.Select(call => call.ConversationId).Order(StringComparer.Ordinal));
        var sam = (await Bench.ReadAsync(Sam))!.Value;
        Assert.Equal((8, 8), (sam.Calls.Count, sam.Memories.Count));
        Assert.Equal(sam.Revision, (await Bench.ReadProfileAsync(Sam))!.Revision);
    }

    [Fact]
    public async Task Bodies_of_one_conversation_that_two_learn_at_once_leave_what_the_one_that_stands_teaches()
    {
        await using var otherStores = Storage.Open();
        using var other = new LearningBench(otherStores);
        for (var round = 0; round < 5; round++)
        {
            var conversation = $"c{round}";

            await Task.WhenAll(
                Task.Run(() => Bench.LearnAsync(LearningBench.Body(1, Sam, "gold", conversation: conversation))),
                Task.Run(() => other.LearnAsync(LearningBench.Body(2, Kim, "tin", conversation: conversation))));

            Assert.DoesNotContain((await Bench.ReadAsync(Sam))?.Value.Calls ?? [], call => call.ConversationId == conversation);
            Assert.Contains((await Bench.ReadAsync(Kim))!.Value.Calls, call => call.ConversationId == conversation);
        }
    }

    [Fact]
    public async Task Call_that_failed_is_tried_again_only_when_asked_for()
    {
        var body = LearningBench.Body(1, Sam);
        var failed = await Bench.LearnAsync(body, LearnFromCall.MaxTries + 1);
        Assert.Equal(failed, await Bench.LearnAsync(body));
        Assert.Null(await Bench.ReadAsync(Sam));

        var learned = await Bench.Learn.LearnAsync(Stores.NameOf(body), 1, isReplay: true, CancellationToken.None);

        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), learned);
        Assert.Equal(learned, await Stores.Receipts.ReadAsync(Stores.NameOf(body), CancellationToken.None));
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Single((await Bench.ReadAsync(Sam))!.Value.Calls);
    }

    private static string Text(Versioned<CallerRecord> stored) => stored.Value.Text();

    private async Task<List<PayloadName>> PendingAsync()
        => await Stores.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync();

    public sealed class OnFiles() : LearnFromCallTests(StorageKind.Embedded);
}
