using System.Diagnostics;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>What becomes of a post-call delivery, what is told to its sender, and what it leaves behind.</summary>
public sealed class ReceivePostCallTests : IDisposable, IFreeSpace
{
    private const int Kib = 1 << 10;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"type":"post_call_transcription","event_timestamp":1791300000,"data":{"conversation_id":"conv_1"}}""");

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly TempFolder _folder = new();
    private readonly FixedClock _clock = new();
    private readonly DeliveryStorage _storage = new();
    private readonly CollectedLog _accepted = new(1001);
    private readonly CollectedLog _busy = new(1004);
    private readonly LoggerFactory _loggers;
    private readonly ElaomsMetrics _metrics = new();
    private readonly RecordedMetrics _recorded;
    private readonly RecordedSpans _spans = new();
    private ElaomsSettings _settings;
    private long _free = 1L << 40;

    public ReceivePostCallTests()
    {
        _loggers = new LoggerFactory([_accepted, _busy]);
        _recorded = new RecordedMetrics(_metrics);
        _settings = TestSettings.In(_folder.Path);
    }

    private string SpoolFolder => _folder["spool"];

    private IncomingDeliveries Incoming => field ??= new(_settings, new SpoolDirectory(SpoolFolder), this, _clock);

    private ReceivePostCall Intake => field ??= new(
        new PayloadIntake(_storage, _storage, _storage, _storage, _clock), new SpoolDirectory(SpoolFolder), Incoming, _settings, _metrics,
        new ClockMonitor(_clock, _metrics, NullLogger<ClockMonitor>.Instance), _clock, new Logger<ReceivePostCall>(_loggers));

    public long? AvailableBytes(string folder) => _free;

    public void Dispose()
    {
        Intake.Dispose();
        _spans.Dispose();
        _recorded.Dispose();
        _metrics.Dispose();
        _loggers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Delivery_is_accepted_when_it_is_archived_then_enqueued_and_then_in_the_journal()
    {
        _storage.Enqueuing = _ =>
        {
            Assert.Single(_storage.Archived);
            return Task.CompletedTask;
        };
        _storage.Journalling = _ =>
        {
            Assert.Single(_storage.Pending);
            Assert.Single(_storage.Enqueued);
            return Task.CompletedTask;
        };

        var result = await ReceiveAsync(Body);

        Assert.Equal(
            new PostCallResult(
                PostCallStatus.Accepted, new PostCallEvent(PostCallEventType.Transcription, 1791300000, "conv_1"), IsBodyUnread: false),
            result);
        var name = Stores.NameOf(Body);
        var archived = Assert.Single(_storage.Archived);
        Assert.Equal(name, archived.Name);
        Assert.Equal(Body, archived.Body);
        var message = Assert.Single(_storage.Enqueued);
        Assert.Equal((name, false), (message.Payload, message.IsReplay));
        var journalled = Assert.Single(_storage.Journalled);
        Assert.Equal(name, journalled.Name);
        Assert.Equal(Body, journalled.Body);
        Assert.Equal(1, Intake.Accepted);
        Assert.Equal([$"1001 Accepted {name}, {Body.Length} bytes"], _accepted.Written);
        AssertCounted("accepted", PostCallEventType.Transcription);
        AssertNothingHeld();
    }

    [Fact]
    public async Task Entry_is_written_at_the_same_time_as_the_archive()
    {
        var (adding, storing) = (new TaskCompletionSource(), new TaskCompletionSource());
        _storage.Adding = _ => Meet(adding, storing);
        _storage.Storing = (_, _) => Meet(storing, adding);

        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(Body)).Status);

        Assert.Equal([Stores.NameOf(Body)], _storage.Pending);

        static Task Meet(TaskCompletionSource here, TaskCompletionSource there)
        {
            here.SetResult();
            return there.Task;
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Delivery_whose_entry_or_archive_fails_is_not_accepted_and_leaves_neither_at_work(bool entryFails, bool atOnce)
    {
        var (fail, slow) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task FailAsync() => atOnce ? throw new IOException("No.") : fail.Task;
        _storage.Adding = _ => entryFails ? FailAsync() : slow.Task;
        _storage.Storing = (_, _) => entryFails ? slow.Task : FailAsync();

        var receiving = ReceiveAsync(Body);
        fail.SetException(new IOException("No."));
        Assert.False(receiving.IsCompleted);
        slow.SetResult();

        await Assert.ThrowsAsync<IOException>(() => receiving);
        Assert.Equal((entryFails ? 0 : 1, entryFails ? 1 : 0), (_storage.Pending.Count, _storage.Archived.Count));
        Assert.Empty(_storage.Enqueued);
        Assert.Equal(0, Intake.Accepted);
    }

    [Fact]
    public async Task Delivery_of_many_pieces_is_archived_byte_for_byte_and_its_spool_file_is_deleted()
    {
        var body = OfLength(300 * Kib);
        var script = new ScriptedBody();
        foreach (var piece in body.Chunk(70_001))
            script.Then(piece);
        _storage.Storing = (spooled, _) =>
        {
            Assert.Equal(spooled.FilePath, Assert.Single(Directory.GetFiles(SpoolFolder)));
            return Task.CompletedTask;
        };

        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(body, script.End())).Status);

        Assert.Equal(body, Assert.Single(_storage.Archived).Body);
        Assert.Equal(Stores.NameOf(body), Assert.Single(_storage.Enqueued).Payload);
        AssertNothingHeld();
    }

    [Fact]
    public async Task Duration_of_an_accepted_delivery_lasts_from_its_headers_until_it_is_enqueued()
    {
        _storage.Enqueuing = _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };

        await ReceiveAsync(Body);
        await ReceiveAsync(Body, header: "");

        Assert.Equal([2.0], _recorded.Of("elaoms.postcall.duration"));
    }

    [Fact]
    public async Task Span_of_a_delivery_says_its_result_and_its_payload()
    {
        using var request = new Activity("request").Start();

        await ReceiveAsync(Body);

        var span = Receiving(request);
        Assert.Equal(("accepted", Stores.NameOf(Body).Value), (span.GetTagItem("elaoms.result"), span.GetTagItem("elaoms.payload")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Theory]
    [InlineData(null, SignatureVerdict.MissingHeader)]
    [InlineData("", SignatureVerdict.MissingHeader)]
    [InlineData("nonsense", SignatureVerdict.MalformedHeader)]
    public async Task Delivery_without_a_signature_is_refused_unread(string? header, SignatureVerdict verdict)
    {
        var body = ScriptedBody.Of(Body);

        Assert.Equal(Unauthorized(verdict), await Intake.ReceiveAsync(header, Body.Length, body, CancellationToken.None));

        AssertRefused("unauthorized");
        Assert.Equal(0, body.Reads);
    }

    [Theory]
    [InlineData(-1801, SignatureVerdict.TooOld)]
    [InlineData(1801, SignatureVerdict.TooNew)]
    public async Task Delivery_that_was_signed_at_another_time_is_refused_unread(int seconds, SignatureVerdict verdict)
    {
        var body = ScriptedBody.Of(Body);

        Assert.Equal(Unauthorized(verdict), await ReceiveAsync(Body, body, Sign(Body, seconds)));

        AssertRefused("unauthorized");
        Assert.Equal(0, body.Reads);
    }

    [Fact]
    public async Task Delivery_is_refused_unread_where_no_secret_is_set()
    {
        _settings = _settings with { PostCallSecrets = [] };

        Assert.Equal(Unauthorized(SignatureVerdict.NoSecret), await ReceiveAsync(Body));

        AssertRefused("unauthorized");
    }

    [Fact]
    public async Task Delivery_whose_signature_is_another_body_s_is_refused_when_all_of_it_has_come()
    {
        var forged = OfLength(200 * Kib);

        Assert.Equal(
            new PostCallResult(PostCallStatus.Unauthorized, IsBodyUnread: false, Verdict: SignatureVerdict.Mismatch),
            await ReceiveAsync(forged, header: Sign(Body)));

        AssertRefused("unauthorized");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Delivery_is_accepted_while_the_clock_is_wrong_and_when_it_was_put_right(int hours)
    {
        await ReceiveAsync(Body);
        var signedAtTheOldTime = Sign(Body);
        _clock.Jump(TimeSpan.FromHours(hours));

        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(Body, header: signedAtTheOldTime)).Status);
        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(Body, header: Sign(Body))).Status);
    }

    [Fact]
    public async Task Delivery_that_is_old_by_either_clock_is_refused_after_a_jump()
    {
        await ReceiveAsync(Body);
        var old = Sign(Body, -7200);
        _clock.Jump(TimeSpan.FromHours(2));

        Assert.Equal(Unauthorized(SignatureVerdict.TooOld), await ReceiveAsync(Body, header: old));
    }

    [Fact]
    public async Task Delivery_that_is_announced_too_large_is_refused_unread()
    {
        _settings = _settings with { MaxPayloadBytes = Body.Length };
        var body = ScriptedBody.Of(Body);

        Assert.Equal(
            new PostCallResult(PostCallStatus.TooLarge, IsBodyUnread: true),
            await Intake.ReceiveAsync(Sign(Body), Body.Length + 1, body, CancellationToken.None));

        AssertRefused("too_large");
        Assert.Equal(0, body.Reads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delivery_of_the_largest_size_is_accepted(bool isAnnounced)
    {
        var body = OfLength(300 * Kib);
        _settings = _settings with { MaxPayloadBytes = body.Length };

        var result = await Intake.ReceiveAsync(
            Sign(body), isAnnounced ? body.Length : null, InTwoPieces(body), CancellationToken.None);

        Assert.Equal(PostCallStatus.Accepted, result.Status);
    }

    [Fact]
    public async Task Delivery_that_grows_too_large_is_refused_and_the_host_can_read_on()
    {
        var body = OfLength(300 * Kib);
        _settings = _settings with { MaxPayloadBytes = body.Length - 1 };
        var script = InTwoPieces(body);

        Assert.Equal(new PostCallResult(PostCallStatus.TooLarge, IsBodyUnread: true), await ReceiveAsync(body, script));

        AssertRefused("too_large");
        await script.ReadOnAsync();
    }

    [Fact]
    public async Task Piece_that_is_too_large_is_not_written_to_the_disk()
    {
        var body = OfLength(300 * Kib);
        _settings = _settings with { MaxPayloadBytes = 10 };

        Assert.Equal(PostCallStatus.TooLarge, (await ReceiveAsync(body)).Status);

        Assert.False(Directory.Exists(SpoolFolder));
    }

    [Fact]
    public async Task Delivery_for_which_there_is_no_place_is_refused_unread_and_logged_once_a_minute()
    {
        _settings = _settings with { MaxPostCalls = 1 };
        var body = ScriptedBody.Of(Body);
        using (Incoming.TryAdmit(10, out _))
        {
            Assert.Equal(new PostCallResult(PostCallStatus.Busy, IsBodyUnread: true), await ReceiveAsync(Body, body));
            AssertRefused("busy", held: 1);
            Assert.Equal(0, body.Reads);
            Assert.Equal([Busy(1, "Deliveries")], _busy.Written);
            for (var i = 0; i < 3; i++)
                await ReceiveAsync(Body);
        }

        Assert.Single(_busy.Written);
        Intake.Dispose();
        Assert.Equal([Busy(1, "Deliveries"), Busy(3, "Deliveries")], _busy.Written);
        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(Body)).Status);
    }

    [Fact]
    public async Task Announced_length_for_which_there_is_no_room_is_refused()
    {
        _settings = _settings with { MaxIncomingBytes = 1000 };

        Assert.Equal(
            PostCallStatus.Busy, (await Intake.ReceiveAsync(Sign(Body), 1001, ScriptedBody.Of(Body), CancellationToken.None)).Status);
        Assert.Equal(
            PostCallStatus.Accepted, (await Intake.ReceiveAsync(Sign(Body), 1000, ScriptedBody.Of(Body), CancellationToken.None)).Status);

        Assert.Equal([Busy(1, "Bytes")], _busy.Written);
    }

    [Fact]
    public async Task Delivery_that_outgrows_the_room_is_refused_and_the_host_can_read_on()
    {
        var body = OfLength(300 * Kib);
        _settings = _settings with { MaxIncomingBytes = 400 * Kib };
        var script = InTwoPieces(body);

        Assert.Equal(new PostCallResult(PostCallStatus.Busy, IsBodyUnread: true), await ReceiveAsync(body, script));

        AssertRefused("busy");
        Assert.Equal([Busy(1, "Growth")], _busy.Written);
        await script.ReadOnAsync();
    }

    [Fact]
    public async Task Slow_sender_gives_way_to_another_and_is_told_to_come_again()
    {
        _settings = _settings with { MaxPostCalls = 1 };
        var slow = ReceiveAsync(Body, new ScriptedBody().Then(new byte[100 * Kib], () => _clock.Advance(TimeSpan.FromSeconds(4))));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(slow.IsCompleted);

        using var other = Incoming.TryAdmit(10, out _);

        Assert.NotNull(other);
        Assert.Equal(new PostCallResult(PostCallStatus.Busy, IsBodyUnread: true), await slow);
        AssertRefused("busy", held: 1);
        Assert.Equal([Busy(1, "Displaced")], _busy.Written);
    }

    [Fact]
    public async Task Delivery_that_is_being_stored_gives_way_to_nobody()
    {
        _settings = _settings with { MaxPostCalls = 1 };
        _storage.Storing = (_, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Null(Incoming.TryAdmit(10, out _));
            return Task.CompletedTask;
        };

        Assert.Equal(PostCallStatus.Accepted, (await ReceiveAsync(Body)).Status);
    }

    [Fact]
    public async Task What_is_in_the_spool_file_is_not_counted_twice_against_the_free_space()
    {
        _settings = _settings with { MinFreeBytes = 1000 * Kib };
        _free = 1300 * Kib;
        var body = OfLength(200 * Kib);
        IncomingDelivery? other = null;
        var script = new ScriptedBody().Then(body.AsMemory(0, 100 * Kib)).Then(body.AsMemory(100 * Kib), () =>
        {
            _free -= 100 * Kib;
            other = Incoming.TryAdmit(100 * Kib, out _);
        });

        Assert.Equal(
            PostCallStatus.Accepted,
            (await Intake.ReceiveAsync(Sign(body), body.Length, script.End(), CancellationToken.None)).Status);

        Assert.NotNull(other);
        other.Dispose();
        AssertNothingHeld();
    }

    [Fact]
    public async Task Silent_sender_is_given_up_and_leaves_nothing()
    {
        var script = new ScriptedBody().Then(new byte[100 * Kib]);
        var receiving = ReceiveAsync(Body, script);
        Assert.Single(Directory.GetFiles(SpoolFolder));

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new PostCallResult(PostCallStatus.TooSlow, IsBodyUnread: true), await receiving);
        AssertRefused("too_slow");
        await script.ReadOnAsync();
    }

    [Fact]
    public async Task Sender_who_goes_on_sending_has_more_time()
    {
        var body = OfLength(120 * Kib);
        var script = new ScriptedBody()
            .Then(body.AsMemory(0, 40 * Kib), () => _clock.Advance(TimeSpan.FromSeconds(4)))
            .Then(body.AsMemory(40 * Kib, 40 * Kib), () => _clock.Advance(TimeSpan.FromSeconds(2)));
        var receiving = ReceiveAsync(body, script);

        _clock.Advance(TimeSpan.FromSeconds(4));
        script.Then(body.AsMemory(80 * Kib)).End();

        Assert.Equal(PostCallStatus.Accepted, (await receiving).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[{}]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{}]")]
    [InlineData("caller_id=words")]
    public async Task Signed_body_that_is_no_object_is_refused_and_not_archived(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        Assert.Equal(new PostCallResult(PostCallStatus.NotAnObject, IsBodyUnread: false), await ReceiveAsync(body));

        AssertRefused("not_an_object");
    }

    [Fact]
    public async Task Large_signed_body_that_is_no_object_is_refused_wherever_the_fault_is()
    {
        var spaces = Encoding.ASCII.GetBytes(new string(' ', 200 * Kib));
        byte[][] bodies = [[.. "]"u8, .. spaces, .. "{}"u8], [.. "{}"u8, .. spaces, .. "]"u8], [.. spaces, .. "{}]"u8, .. spaces]];

        foreach (var body in bodies)
            Assert.Equal(PostCallStatus.NotAnObject, (await ReceiveAsync(body)).Status);

        Assert.Empty(_storage.Archived);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 17)]
    public async Task Archive_that_does_not_answer_is_given_up_after_15_seconds_and_one_for_every_MiB(int mib, int seconds)
    {
        var token = Hang();
        var receiving = ReceiveAsync(OfLength(mib << 20));

        _clock.Advance(TimeSpan.FromSeconds(seconds) - Tick);
        Assert.False(token().IsCancellationRequested);
        _clock.Advance(Tick);

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => receiving);
        Assert.Equal("The storage did not accept the delivery in time.", fault.Message);
        AssertNothingStored();
        AssertNothingHeld();
    }

    [Fact]
    public async Task Queue_that_does_not_answer_is_given_up()
    {
        _storage.Enqueuing = token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        var receiving = ReceiveAsync(Body);

        _clock.Advance(TimeSpan.FromSeconds(16));

        await Assert.ThrowsAsync<TimeoutException>(() => receiving);
        Assert.Equal(0, Intake.Accepted);
    }

    [Fact]
    public async Task Journal_that_fails_or_does_not_answer_refuses_the_delivery()
    {
        _storage.Journalling = _ => throw new IOException("The disk is full.");
        await Assert.ThrowsAsync<IOException>(() => ReceiveAsync(Body));

        _storage.Journalling = token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        var receiving = ReceiveAsync(Body);
        _clock.Advance(TimeSpan.FromSeconds(16));

        await Assert.ThrowsAsync<TimeoutException>(() => receiving);
        Assert.Equal(0, Intake.Accepted);
    }

    [Fact]
    public async Task Fault_of_the_storage_is_thrown_marks_the_span_and_leaves_nothing()
    {
        using var request = new Activity("request").Start();
        _storage.Storing = (_, _) => throw new IOException("The disk is full.");

        await Assert.ThrowsAsync<IOException>(() => ReceiveAsync(OfLength(200 * Kib)));

        var span = Receiving(request);
        Assert.Equal((ActivityStatusCode.Error, "System.IO.IOException"), (span.Status, span.GetTagItem("error.type")));
        AssertNothingStored();
        AssertNothingHeld();
    }

    [Fact]
    public async Task Body_that_can_not_be_written_to_the_disk_is_a_fault_and_the_host_can_read_on()
    {
        await File.WriteAllTextAsync(SpoolFolder, "a file in the folder's place", CancellationToken.None);
        var script = ScriptedBody.Of(OfLength(200 * Kib));

        await Assert.ThrowsAnyAsync<IOException>(() => ReceiveAsync(Body, script));

        await script.ReadOnAsync();
        Assert.Equal((0, 0), (Incoming.Count, Incoming.ReservedBytes));
    }

    [Fact]
    public async Task Delivery_whose_host_gives_up_while_the_body_comes_ends_without_a_fault()
    {
        using var request = new Activity("request").Start();
        using var host = new CancellationTokenSource();
        var script = new ScriptedBody().Then(new byte[100 * Kib]);
        var receiving = Intake.ReceiveAsync(Sign(Body), null, script, host.Token);

        await host.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        Assert.Equal((ActivityStatusCode.Unset, null), (Receiving(request).Status, Receiving(request).GetTagItem("error.type")));
        Assert.Empty(_busy.Written);
        AssertNothingStored();
        AssertNothingHeld();
    }

    [Fact]
    public async Task Delivery_whose_host_gives_up_while_it_is_stored_ends_without_a_fault()
    {
        using var request = new Activity("request").Start();
        using var host = new CancellationTokenSource();
        Hang();
        var receiving = Intake.ReceiveAsync(Sign(Body), null, ScriptedBody.Of(Body), host.Token);

        await host.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        Assert.Equal(ActivityStatusCode.Unset, Receiving(request).Status);
        AssertNothingStored();
        AssertNothingHeld();
    }

    private static PostCallResult Unauthorized(SignatureVerdict verdict)
        => new(PostCallStatus.Unauthorized, IsBodyUnread: true, Verdict: verdict);

    private static string Busy(int number, string limit)
        => $"1004 Refused {number} post-call deliveries for lack of room (limit {limit})";

    private static byte[] OfLength(int length) => Encoding.ASCII.GetBytes($$"""{"x":"{{new string('x', length - 8)}}"}""");

    private static ScriptedBody InTwoPieces(byte[] body)
        => new ScriptedBody().Then(body.AsMemory(0, body.Length / 2)).Then(body.AsMemory(body.Length / 2)).End();

    private string Sign(byte[] body, int seconds = 0)
        => ElevenLabsSignature.Sign(body, TestSettings.Secret, _clock.GetUtcNow().AddSeconds(seconds));

    // Without a header the body is signed.
    private Task<PostCallResult> ReceiveAsync(byte[] body, ScriptedBody? script = null, string? header = null)
        => Intake.ReceiveAsync(header ?? Sign(body), null, script ?? ScriptedBody.Of(body), CancellationToken.None)
            .WaitAsync(Eventually.Bound, CancellationToken.None);

    // The archive never answers. Returns the token it was given.
    private Func<CancellationToken> Hang()
    {
        CancellationToken given = default;
        _storage.Storing = (_, token) =>
        {
            given = token;
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        return () => given;
    }

    private Activity Receiving(Activity request)
        => Assert.Single(_spans.Of(request.TraceId), span => span.OperationName == "receive call");

    private void AssertCounted(string result, string type = "unknown")
        => Assert.Equal([1.0], _recorded.Of($"elaoms.postcall.received{{type={type},result={result}}}"));

    private void AssertRefused(string result, int held = 0)
    {
        AssertCounted(result);
        AssertNothingStored();
        AssertNothingHeld(held);
    }

    private void AssertNothingStored()
    {
        Assert.Empty(_storage.Enqueued);
        Assert.Empty(_storage.Archived);
        Assert.Empty(_accepted.Written);
        Assert.Empty(_recorded.Of("elaoms.postcall.duration"));
        Assert.Equal(0, Intake.Accepted);
    }

    private void AssertNothingHeld(int others = 0)
    {
        Assert.Equal((others, others * 10), (Incoming.Count, Incoming.ReservedBytes));
        Assert.False(Directory.Exists(SpoolFolder) && Directory.EnumerateFileSystemEntries(SpoolFolder).Any());
    }
}
