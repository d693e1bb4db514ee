using System.Diagnostics;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Recall;
using Elaoms.Tests.Telemetry;
using Elaoms.Tests.Server;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed class RecallDeadlineTests() : RecallTests(loggedEvent: 3001)
{
    private static readonly CallerKey Key = new(new string('5', 64));

    [Fact]
    public async Task Read_in_time_gives_what_was_read_and_its_duration()
    {
        var read = await ReadAsync((key, _) =>
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            return new ValueTask<string?>(key.Value);
        });

        Assert.Equal(Key.Value, read);
        Assert.Equal([0.25], Measured.Of("elaoms.recall.duration{route=r}"));
        Assert.Equal(["elaoms.recall.duration{route=r}"], Measured.Series);
        Assert.Empty(Log.Written);
    }

    [Fact]
    public async Task Read_that_fails_is_counted_logged_and_marks_its_span()
    {
        using var spans = new RecordedSpans();

        Assert.Null(await ReadAsync((_, _) => throw new IOException("What was said."), "failing"));

        Assert.Equal(["elaoms.recall.duration{route=failing}", "elaoms.recall.faults{route=failing,reason=fault}"], Measured.Series);
        Assert.Equal([$"3001 failing answered without the memory of caller {Key.Abbreviation}: IOException"], Log.Written);
        var span = await spans.OneAsync(span => span.GetTagItem("elaoms.route") is "failing", "recall");
        Assert.Equal((ActivityStatusCode.Error, "System.IO.IOException"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Document_that_is_newer_is_counted_as_that_and_by_its_kind()
    {
        Assert.Null(await ReadAsync((_, _) => throw new NewerDocumentException("profile", 2, 1)));

        Assert.Equal(
            [
                "elaoms.documents.newer{document=profile}", "elaoms.recall.duration{route=r}", "elaoms.recall.faults{route=r,reason=newer}",
            ],
            Measured.Series);
    }

    [Fact]
    public async Task Read_that_is_late_is_told_to_stop()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = ReadAsync(async (_, token) =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                told.SetResult();
            }

            return "late";
        });
        await Eventually.IsTrueAsync(() => Clock.Timers == 1 && begun.Task.IsCompleted, "the deadline runs and the read has begun");

        Clock.Advance(TimeSpan.FromMilliseconds(950));

        Assert.Null(await read.WaitAsync(Eventually.Bound, TimeProvider.System, CancellationToken.None));
        await told.Task.WaitAsync(Eventually.Bound, TimeProvider.System, CancellationToken.None);
        Assert.Equal(1, Measured.Sum("elaoms.recall.faults{route=r,reason=deadline}"));
    }

    [Fact]
    public async Task Read_that_is_done_is_not_told_to_stop()
    {
        var isTold = false;

        await ReadAsync((_, token) =>
        {
            // Whoever goes on with what was read, such as a cache, keeps the token.
            token.Register(() => isTold = true);
            return new ValueTask<string?>("read");
        });

        Assert.False(isTold);
    }

    private Task<string?> ReadAsync(Func<CallerKey, CancellationToken, ValueTask<string?>> read, string route = "r")
        => new RecallDeadline(Metrics, Clock, Logs.CreateLogger<RecallDeadline>())
            .ReadAsync(route, TimeSpan.FromSeconds(1), Key, read, CancellationToken.None).AsTask();
}
