using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Erasure;
using Elaoms.Core.Exports;
using Elaoms.Core.Jobs;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Jobs;

/// <summary>An export has all that the storage holds of a caller and nothing of others. Erasing leaves nothing, exports neither.</summary>
public abstract class CallerJobTests(StorageKind kind) : StorageTests(kind)
{
    private StoredJobs Jobs => Stores.Get<StoredJobs>();

    [Fact]
    public async Task Export_has_all_that_is_stored_of_a_caller_and_nothing_of_others()
    {
        var callers = new MarkedCallers(Stores);
        await callers.StoreAsync();
        // What is searched for is there.
        Assert.Equal(callers.OfSam, await StoredText.FoundAsync(callers.OfSam, Stores));

        var files = await ExportAsync(callers.KeyOf(MarkedCallers.Sam));

        var all = string.Concat(files.Select(file => Encoding.UTF8.GetString(file.Value)));
        Assert.Equal([], callers.OfSam.Where(mark => !all.Contains(mark, StringComparison.Ordinal)));
        Assert.Equal([], callers.OfKim.Where(mark => all.Contains(mark, StringComparison.Ordinal)));
        var besidePayloads = await StoredText.FoundBesidePayloadsAsync(callers.OfSam, Stores);
        Assert.InRange(besidePayloads.Count, 30, callers.OfSam.Count - 1);
        var text = Encoding.UTF8.GetString(files[ExportCaller.Json]);
        Assert.Equal([], besidePayloads.Where(mark => !text.Contains(mark, StringComparison.Ordinal)));
        await PayloadsAreAsTheyCameAsync(files);
        var json = JsonDocument.Parse(files[ExportCaller.Json]).RootElement;
        Assert.Equal(MarkedCallers.Sam, json.GetProperty("caller").GetProperty("identity").GetString());
        Assert.Equal(3, json.GetProperty("calls").GetProperty("items").GetArrayLength());
        Assert.All(
            json.EnumerateObject().Where(section => section.Value.ValueKind == JsonValueKind.Object && section.Name != "caller"),
            section => Assert.NotEmpty(section.Value.GetProperty("source").GetString()!));
        Assert.All(
            (string[])["receipts", "claims", "payloads", "listed", "notices", "changes", "facts"],
            section => Assert.NotEqual(0, json.GetProperty(section).GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Object, json.GetProperty("waiting").GetProperty("change").ValueKind);
        Assert.Equal(JsonValueKind.Object, json.GetProperty("waiting").GetProperty("indexes").ValueKind);
    }

    [Fact]
    public async Task Erasing_leaves_nothing_of_the_caller_and_no_export_of_it()
    {
        var callers = new MarkedCallers(Stores);
        await callers.StoreAsync();
        var (sam, kim) = (callers.KeyOf(MarkedCallers.Sam), callers.KeyOf(MarkedCallers.Kim));
        var export = await RunAsync(JobKind.Export, sam);
        var ofKim = await RunAsync(JobKind.Export, kim);

        await RemoveWhatStaysAsync(sam);

        var erasure = await RunAsync(JobKind.Erasure, sam);

        Assert.Equal((JobState.Done, null, EraseSteps), (erasure.State, erasure.Caller, erasure.Done));
        Assert.Equal((3, 6, 1), (erasure.Erased!.Calls, erasure.Erased.Payloads, erasure.Erased.Recordings));
        Assert.NotNull(erasure.Erased.DeletedData);
        Assert.Null(await Jobs.ReadAsync(export.Id, CancellationToken.None));
        Assert.Null(await Stores.Get<IJobFiles>().OpenAsync(export.Id, export.Files[0].Name, CancellationToken.None));
        Assert.Equal([], await StoredText.FoundAsync(callers.OfSam, Stores));
        Assert.NotNull(await Stores.Get<IJobFiles>().OpenAsync(ofKim.Id, ofKim.Files[0].Name, CancellationToken.None));
        Assert.NotNull(await Stores.Records.ReadAsync(kim, CancellationToken.None));
        Assert.Equal("Nothing is stored about the caller.", (await RunAsync(JobKind.Export, sam)).Reason);
    }

    [Fact]
    public async Task Payload_of_the_conversation_that_names_somebody_else_is_left_out()
    {
        var callers = new MarkedCallers(Stores);
        await callers.LearnAsync(Payloads.Call(MarkedCallers.Kim, "conv", Payloads.Recent, "The older body says kimonly."));
        await callers.LearnAsync(Payloads.Call(MarkedCallers.Sam, "conv", Payloads.Recent + 1, "The newer body says samonly."));

        var files = await ExportAsync(callers.KeyOf(MarkedCallers.Sam));

        var all = string.Concat(files.Select(file => Encoding.UTF8.GetString(file.Value)));
        Assert.Contains("samonly", all, StringComparison.Ordinal);
        Assert.DoesNotContain("kimonly", all, StringComparison.Ordinal);
        Assert.DoesNotContain(callers.KeyOf(MarkedCallers.Kim).Value, all, StringComparison.Ordinal);
        Assert.Contains("It names somebody else.", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_text_on_the_page_and_the_page_has_no_script()
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\"";
        var callers = new MarkedCallers(Stores);
        await callers.LearnAsync(Payloads.Call(MarkedCallers.Sam, "conv", Payloads.Recent, hostile));

        var files = await ExportAsync(callers.KeyOf(MarkedCallers.Sam));

        var page = Encoding.UTF8.GetString(files[ExportCaller.Html]);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none';", page, StringComparison.Ordinal);
        Assert.Equal(hostile, JsonDocument.Parse(files[ExportCaller.Json]).RootElement.GetProperty("calls").GetProperty("items")[0]
            .GetProperty("memories")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Caller_who_is_erased_while_the_export_is_written_gets_none()
    {
        var callers = new MarkedCallers(Stores);
        await callers.StoreAsync();
        var sam = callers.KeyOf(MarkedCallers.Sam);
        await RemoveWhatStaysAsync(sam);
        var (job, _) = (await Jobs.AddAsync(JobKind.Export, sam, CancellationToken.None))!.Value;
        var files = new FilesWithErasure(
            Stores.Get<IJobFiles>(), () => Stores.Get<EraseCaller>().EraseAsync(sam, CancellationToken.None));

        await RunOver(files).RunAsync(job.Id, 1, CancellationToken.None);

        Assert.Null(await Jobs.ReadAsync(job.Id, CancellationToken.None));
        Assert.Equal([], await StoredText.FoundAsync(callers.OfSam, Stores));
    }

    [Fact]
    public async Task Erasing_that_was_cut_short_when_all_was_deleted_ends_with_its_counts()
    {
        var callers = new MarkedCallers(Stores);
        var (job, _) = (await Jobs.AddAsync(JobKind.Erasure, callers.KeyOf(MarkedCallers.Sam), CancellationToken.None))!.Value;
        await Jobs.TryChangeAsync(
            job.Id,
            there => there with { Caller = null, State = JobState.Running, Erased = new ErasureCounts { Calls = 7, Payloads = 8 } },
            CancellationToken.None);

        await Stores.Get<RunJob>().RunAsync(job.Id, 2, CancellationToken.None);

        var ended = (await Jobs.ReadAsync(job.Id, CancellationToken.None))!;
        Assert.Equal((JobState.Done, 7, 8), (ended.State, ended.Erased!.Calls, ended.Erased.Payloads));
        Assert.NotNull(ended.Erased.DeletedData);
    }

    [Fact]
    public async Task Export_that_failed_is_tried_again_and_given_up_with_a_reason()
    {
        var callers = new MarkedCallers(Stores);
        await callers.LearnAsync(Payloads.Call(MarkedCallers.Sam, "conv", Payloads.Recent, "I want apples."));
        var sam = callers.KeyOf(MarkedCallers.Sam);
        var (job, _) = (await Jobs.AddAsync(JobKind.Export, sam, CancellationToken.None))!.Value;
        var failing = RunOver(new NoJobFiles());

        for (var tries = 1; tries < LearnFromCall.MaxTries; tries++)
        {
            await Assert.ThrowsAsync<IOException>(() => failing.RunAsync(job.Id, tries, CancellationToken.None));
            Assert.True((await Jobs.ReadAsync(job.Id, CancellationToken.None))!.IsInFlight);
        }

        await failing.RunAsync(job.Id, LearnFromCall.MaxTries, CancellationToken.None);
        var failed = (await Jobs.ReadAsync(job.Id, CancellationToken.None))!;
        Assert.Equal((JobState.Failed, "IOException: There is no place for files."), (failed.State, failed.Reason));

        var next = await RunAsync(JobKind.Export, sam);
        Assert.Equal((JobState.Done, 1), (next.State, next.Files.Count));
        var (lost, _) = (await Jobs.AddAsync(JobKind.Export, sam, CancellationToken.None))!.Value;
        await Stores.Get<HandleMessage>().GiveUpAsync(
            new JobMessage(lost.Id).Encode(), CancellationToken.None);
        Assert.StartsWith("No tries are left", (await Jobs.ReadAsync(lost.Id, CancellationToken.None))!.Reason, StringComparison.Ordinal);
    }

    // The note stays where OpenMemory is not configured, which the report says; the entry of a change goes with the next sweep.
    private async Task RemoveWhatStaysAsync(CallerKey caller)
    {
        await Stores.Notes.DeleteAsync(caller, CancellationToken.None);
        await Stores.Get<IDocumentStore<PendingChange>>().DeleteAsync(caller, CancellationToken.None);
    }

    private static int EraseSteps => EraseCaller.Steps;

    private RunJob RunOver(IJobFiles files) => new(
        Jobs, files, Stores.Get<ExportCaller>(), Stores.Get<EraseCaller>(), Storage.Clock,
        NullLogger<RunJob>.Instance);

    private async Task<CallerJob> RunAsync(JobKind kind, CallerKey caller)
    {
        var job = (await Stores.Get<StartJob>().StartAsync(kind, caller, CancellationToken.None))!;
        await Stores.LearnAllAsync();
        return (await Jobs.ReadAsync(job.Id, CancellationToken.None))!;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> ExportAsync(CallerKey caller)
    {
        var job = await RunAsync(JobKind.Export, caller);
        Assert.Equal((JobState.Done, null), (job.State, job.Reason));
        Assert.Equal(job.Total, job.Done);
        var file = Assert.Single(job.Files);
        await using var stored = (await Stores.Get<IJobFiles>().OpenAsync(job.Id, file.Name, CancellationToken.None))!;
        using var content = new MemoryStream();
        await stored.CopyToAsync(content, CancellationToken.None);
        Assert.Equal(file.Bytes, content.Length);
        return ZipFiles.Read(content);
    }

    private async Task PayloadsAreAsTheyCameAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        var payloads = files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal) && file.Key != ExportCaller.Json).ToList();
        Assert.Equal(6, payloads.Count);
        foreach (var (name, content) in payloads)
            Assert.Equal(await Storage.ReadRawAsync(name["payloads/".Length..]), content);
        var recording = Assert.Single(files, file => file.Key.EndsWith(".mp3", StringComparison.Ordinal)).Value;
        Assert.Equal("soundmarksam0", Encoding.UTF8.GetString(recording));
    }

    /// <summary>Erases a caller as soon as a file is written.</summary>
    private sealed class FilesWithErasure(IJobFiles files, Func<Task> erase) : IJobFiles
    {
        public async ValueTask<long> StoreAsync(
            string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            var bytes = await files.StoreAsync(job, name, write, cancellationToken);
            await erase();
            return bytes;
        }

        public ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken)
            => files.OpenAsync(job, name, cancellationToken);

        public ValueTask DeleteAsync(string job, CancellationToken cancellationToken) => files.DeleteAsync(job, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => files.ListAsync(cancellationToken);
    }

    public sealed class OnFiles() : CallerJobTests(StorageKind.Embedded);
}
