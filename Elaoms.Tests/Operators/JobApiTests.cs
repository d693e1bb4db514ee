using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Tests.Jobs;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>An operator has a caller exported and erased over HTTP, and nobody else has.</summary>
public sealed class JobApiTests : IAsyncLifetime
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550124";
    private const string NoJob = "0123456789abcdef0123456789abcdef";

    private OperatorApi _api = null!;

    private string Key => _api.Server.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)).Value;

    public async Task InitializeAsync() => _api = await OperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Caller_is_exported_and_each_download_is_recorded()
    {
        await _api.Server.TeachAsync(LearningBench.Body(1, Sam));

        var job = await RunAsync("exports");

        Assert.Equal(("export", Key), (job.GetProperty("kind").GetString(), job.GetProperty("caller").GetString()));
        Assert.Equal(JsonValueKind.Null, job.GetProperty("report").ValueKind);
        var file = Assert.Single(job.GetProperty("files").EnumerateArray());
        var path = $"/jobs/{job.GetProperty("id").GetString()}/files/{file.GetProperty("name").GetString()}";
        var answer = (await _api.GetAsync(path, OperatorApi.Operator)).IsOk();
        Assert.Equal(file.GetProperty("bytes").GetInt64(), answer.Body.Length);
        Assert.Equal("application/zip", answer.ContentHeaders.ContentType!.MediaType);
        Assert.Equal("attachment", answer.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var zip = new MemoryStream(answer.Body);
        Assert.Contains("I have gold", Encoding.UTF8.GetString(ZipFiles.Read(zip)[ExportCaller.Json]), StringComparison.Ordinal);

        (await _api.GetAsync(path, OperatorApi.Reader)).IsError(403, "forbidden");
        (await _api.GetAsync(path, key: null)).IsError(401, "unauthorized");
        (await _api.GetAsync(path + ".json", OperatorApi.Operator)).IsError(404, "not_found");
        Assert.Equal(
            ["anna export", "anna download-export"],
            (await _api.ItemsAsync($"/audit?caller={Key}", OperatorApi.Operator)).Select(entry => $"{entry["who"]} {entry["verb"]}")
                .SkipLast(1));
    }

    [Fact]
    public async Task Caller_is_erased_and_the_job_reports_it_without_naming_anybody()
    {
        await _api.Server.TeachAsync(LearningBench.Body(1, Sam));
        var export = await RunAsync("exports");

        var job = await RunAsync("erasure");

        var report = job.GetProperty("report");
        Assert.Equal(JsonValueKind.Null, job.GetProperty("caller").ValueKind);
        Assert.Equal(
            (true, true, 1, 1, "gone"),
            (report.GetProperty("erased").GetBoolean(), report.GetProperty("complete").GetBoolean(), report.GetProperty("calls").GetInt32(),
                report.GetProperty("payloads").GetInt32(), report.GetProperty("deleted_data").GetString()));
        Assert.Equal(job.GetProperty("total").GetInt32(), job.GetProperty("done").GetInt32());
        (await _api.GetAsync($"/callers/{Key}", OperatorApi.Operator)).IsError(404, "not_found");
        (await _api.GetAsync($"/jobs/{export.GetProperty("id").GetString()}", OperatorApi.Operator)).IsError(404, "not_found");
        Assert.Empty(await _api.Server.ArchivedAsync());
        Assert.Contains(
            await _api.ItemsAsync($"/audit?caller={Key}", OperatorApi.Operator), entry => (string?)entry["verb"] == "erase");
    }

    [Fact]
    public async Task Calls_are_learned_while_a_job_runs_and_a_stopped_server_leaves_the_job()
    {
        await using var api = await OperatorApi.StartAsync(
            services => services.AddSingleton<IJobFiles>(provider => new SlowFiles()));
        await api.Server.Webhooks.DeliverAsync(LearningBench.Body(1, Sam));
        await api.Server.LearnedAsync();
        var key = api.Server.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)).Value;
        foreach (var what in (string[])["exports", "erasure"])
            Assert.Equal(202, (await api.PostAsync($"/callers/{key}/{what}", new JsonObject())).Status);
        var files = (SlowFiles)api.Server.Get<IJobFiles>();
        await files.Begun.Task;

        (await api.Server.Webhooks.DeliverAsync(LearningBench.Body(2, Kim, conversation: "kim"))).IsOk();

        await Eventually.IsTrueAsync(async () => await api.Server.RecordOfAsync(Kim) is not null, "the call is learned");
        Assert.NotNull(await api.Server.RecordOfAsync(Sam));
        await Eventually.IsTrueAsync(
            async () => await api.Server.Stored.WaitingAsync() == 2, "the learned call leaves the queue, the two jobs stay");
    }

    [Theory]
    [InlineData("/callers/{key}/exports")]
    [InlineData("/callers/{key}/erasure")]
    public async Task Reader_starts_nothing_and_bad_keys_are_not_there(string path)
    {
        await _api.Server.TeachAsync(LearningBench.Body(1, Sam));
        var route = path.Replace("{key}", Key, StringComparison.Ordinal);

        (await _api.PostAsync(route, new JsonObject(), OperatorApi.Reader)).IsError(403, "forbidden");
        (await _api.PostAsync(route, new JsonObject(), key: null)).IsError(401, "unauthorized");
        foreach (var key in (string[])["12025550123", Key.ToUpperInvariant(), Key + "0"])
            (await _api.PostAsync(path.Replace("{key}", key, StringComparison.Ordinal), new JsonObject())).IsError(404, "not_found");

        await _api.Server.LearnedAsync();
        Assert.Single(await _api.Server.ArchivedAsync());
    }

    [Theory]
    [InlineData(NoJob)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("..%2f..%2fcallers")]
    [InlineData("jobs")]
    public async Task Bad_id_of_a_job_is_not_there(string id)
    {
        (await _api.GetAsync($"/jobs/{id}", OperatorApi.Operator)).IsError(404, "not_found");
        (await _api.GetAsync($"/jobs/{id}/files/caller.zip", OperatorApi.Operator)).IsError(404, "not_found");
        (await _api.GetAsync($"/jobs/{NoJob}")).IsError(403, "forbidden");
    }

    [Theory]
    [InlineData("..%2f..%2f..%2fdata%2fopenmemory.db")]
    [InlineData("caller.json")]
    public async Task Name_of_a_file_that_is_none_is_not_there(string name)
    {
        await _api.Server.TeachAsync(LearningBench.Body(1, Sam));
        var job = await RunAsync("exports");

        (await _api.GetAsync($"/jobs/{job.GetProperty("id").GetString()}/files/{name}", OperatorApi.Operator)).IsError(404, "not_found");
    }

    private async Task<JsonElement> RunAsync(string what)
    {
        using var content = new ByteArrayContent([]);
        var started = await _api.SendAsync(HttpMethod.Post, $"/callers/{Key}/{what}", content, OperatorApi.Operator);
        Assert.Equal(202, started.Status);
        var id = started.Json.GetProperty("id").GetString();
        Assert.Equal($"/api/v1/jobs/{id}", started.Headers.Location!.OriginalString);
        var job = started.Json;
        await Eventually.IsTrueAsync(
            async () =>
            {
                job = (await _api.GetAsync($"/jobs/{id}", OperatorApi.Operator)).IsOk().Json;
                return job.GetProperty("state").GetString() is "done" or "failed";
            },
            "the job is done");
        Assert.Equal("done", job.GetProperty("state").GetString());
        return job;
    }

    /// <summary>Files that are never written to their end.</summary>
    private sealed class SlowFiles : IJobFiles
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<long> StoreAsync(
            string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        public ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken) => new((Stream?)null);

        public ValueTask DeleteAsync(string job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();
    }
}
