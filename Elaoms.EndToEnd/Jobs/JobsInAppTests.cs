using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.EndToEnd.Functions;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Jobs;

/// <summary>The Functions app does jobs as <c>elaoms serve</c> does, by the trigger of the same queue.</summary>
[LongRunning]
public sealed class JobsInAppTests
{
    private const string Sam = "+12025550123";

    [Fact]
    public async Task Caller_is_exported_and_erased()
    {
        await using var app = await FunctionsApp.StartAsync(JobClient.Admit);
        var key = CallerKey.Of(new Caller(CallerKind.Phone, Sam), Encoding.UTF8.GetBytes(app.Settings.Read().CallerHashKey));
        (await app.Webhooks.DeliverAsync(Payloads.Call(Sam, "conv", Payloads.Recent, "I want applemark."))).IsOk();
        await app.LearnedAsync();
        var operators = new JobClient(app.Webhooks);

        var files = await operators.DownloadAsync(await operators.EndAsync(await operators.StartAsync(key.Value, "exports")));

        Assert.Contains("applemark", Encoding.UTF8.GetString(files[ExportCaller.Html]), StringComparison.Ordinal);
        Assert.Contains(Sam, Encoding.UTF8.GetString(files[ExportCaller.Json]), StringComparison.Ordinal);
        Assert.Single(files.Keys, name => name.StartsWith("payloads/", StringComparison.Ordinal));

        var report = (await operators.EndAsync(await operators.StartAsync(key.Value, "erasure"))).GetProperty("report");
        Assert.Equal((1, 1), (report.GetProperty("calls").GetInt32(), report.GetProperty("payloads").GetInt32()));
        Assert.Null(await app.Stored.RecordOfAsync(Sam));
        Assert.Empty(await app.Stored.ArchivedAsync());
    }
}
