using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Storage.Payloads;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>The app does what <c>elaoms serve</c> does: the tests of the server speak for both only as long as this holds.</summary>
[LongRunning]
public sealed class AppTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private FunctionsApp App => shared.App;

    [Fact]
    public async Task Smoke_passes_against_the_app()
    {
        using var folder = new TempFolder();

        var (code, output, errors) = await ElaomsProcess.RunAsync(
            folder.Path, App.Settings.Values, null, "smoke", "--url", App.Host.Address.AbsoluteUri);

        Assert.True(code == 0, $"{output}{errors}\n{App.Host.Console.Text}");
    }

    [Fact]
    public void Functions_are_those_of_the_product() => Assert.Equal(
        [
            "Audit", "CallOfCaller", "Callers", "Calls", "CallsOfCaller", "ChangeCaller", "ClientData", "Console", "Days", "DismissCall",
            "Docs", "EraseCaller", "ExportCaller", "FindCaller", "Health", "Job", "JobFile", "LearnFromCall", "Live", "OpenApi",
            "PoisonedCall", "PostCall", "ReDoc", "Ready", "Reconcile", "ReplayCall", "Root", "SearchCaller", "SearchData", "ShowCaller",
            "Sweep",
        ],
        App.Host.Functions.Select(function => function.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_payload_file_is_taken_and_learned_as_the_server_does_it()
    {
        await using var app = await FunctionsApp.StartAsync();
        await using var server = await TestServer.StartAsync(settings => settings["CALLER_HASH_KEY"] = app.Settings["CALLER_HASH_KEY"]);

        // One after the other: some are of one conversation, and which of them stands depends on what is there.
        foreach (var file in Payloads.Deliveries())
        {
            var body = Payloads.Read(file);
            var expected = (await server.Webhooks.DeliverAsync(body)).IsOk().Text;
            Assert.Equal(expected, (await app.Webhooks.DeliverAsync(body)).IsOk().Text);
            await server.LearnedAsync();
            await app.LearnedAsync();
        }

        Assert.Equal(await LearnedAsync(server.Stored), await LearnedAsync(app.Stored));
        foreach (var file in Payloads.Named("client_data.request.*"))
        {
            var expected = await server.Webhooks.ClientDataAsync(Payloads.Read(file));
            var answer = await app.Webhooks.ClientDataAsync(Payloads.Read(file));
            Assert.Equal((expected.Status, expected.TextWithoutToken), (answer.Status, answer.TextWithoutToken));
        }

        // Under one CALLER_HASH_KEY the token of one host opens the other's memory.
        var token = (await server.Webhooks.ClientDataAsync("+12025550123")).CallerToken;
        foreach (var file in Payloads.Named("search_data.request.*"))
        {
            foreach (var presented in (string?[])[null, token, "forged"])
            {
                var expected = await server.Webhooks.SearchDataAsync(Payloads.Read(file), presented);
                var answer = await app.Webhooks.SearchDataAsync(Payloads.Read(file), presented);
                Assert.Equal((expected.Status, expected.Text), (answer.Status, answer.Text));
                Assert.Equal(presented == "forged" ? 401 : 200, answer.Status);
            }
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Routes_for_people_and_probes_answer_as_the_server_does(string method)
    {
        await using var server = await TestServer.StartAsync();
        // On a busy machine the account's first answer may come too late.
        await Eventually.IsTrueAsync(async () => (await App.Webhooks.GetAsync("/health/ready")).Status == 200, "the app is ready");

        string[] paths =
        [
            "/", "/health/live", "/health/ready", "/openapi.json", "/docs", "/docs/index.html", "/redoc", "/redoc/index.html",
        ];
        foreach (var path in paths)
        {
            var expected = await server.Webhooks.SendAsync(new HttpMethod(method), path, content: null);
            var answer = await App.Webhooks.SendAsync(new HttpMethod(method), path, content: null);
            Assert.Equal((path, expected.Status, WithoutFreeSpace(expected.Text)), (path, answer.Status, WithoutFreeSpace(answer.Text)));
            Assert.Equal(expected.ContentHeaders.ContentType, answer.ContentHeaders.ContentType);
        }

        Assert.Equal(200, (await App.Webhooks.SendAsync(new HttpMethod(method), "/health", content: null)).Status);
    }

    [Theory]
    [InlineData("/api/v1/callers")]
    [InlineData("/api/v1/calls")]
    [InlineData("/api/v1/days")]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/jobs/00000000000000000000000000000000")]
    public async Task Operator_API_without_keys_is_not_there(string path) => (await App.Webhooks.GetAsync(path)).IsError(404, "not_found");

    [Theory]
    [InlineData("GET", "/webhook/post-call")]
    [InlineData("PUT", "/webhook/search-data")]
    [InlineData("POST", "/health")]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/webhook")]
    public async Task Path_or_method_that_is_no_function_gives_404(string method, string path)
    {
        Assert.Equal(404, (await App.Webhooks.SendAsync(new HttpMethod(method), path, content: null)).Status);
    }

    [Fact]
    public async Task Keys_and_signatures_are_checked()
    {
        var body = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

        Assert.Equal(401, (await App.Webhooks.PostAsync("/webhook/post-call", body)).Status);
        Assert.Equal(
            401,
            (await App.Webhooks.PostAsync("/webhook/post-call", body, "ElevenLabs-Signature", App.Webhooks.Sign([.. body, 32]))).Status);
        Assert.Equal(
            401, (await App.Webhooks.PostAsync("/webhook/client-data", "{}"u8.ToArray(), "X-Api-Key", App.Settings.SearchDataKey)).Status);
        Assert.Equal(
            401, (await App.Webhooks.PostAsync("/webhook/search-data", "{}"u8.ToArray(), "X-Api-Key", App.Settings.ClientDataKey)).Status);
        Assert.DoesNotContain(await App.Stored.ArchivedAsync(), payload => payload == Stores.NameOf(body, payload.Day));
    }

    // What was stored, but for times of arrival.
    private static async Task<string> LearnedAsync(StorageView stored)
    {
        var receipts = new List<(string Payload, Receipt? Receipt)>();
        foreach (var payload in await stored.ArchivedAsync())
            receipts.Add((payload.ToString(), await stored.ReceiptOfAsync(payload)));
        var records = await stored.RecordsAsync();
        return JsonSerializer.Serialize(new
        {
            Receipts = receipts.OrderBy(entry => entry.Payload, StringComparer.Ordinal).Select(entry => $"{entry.Payload} {entry.Receipt}"),
            Records = records.OrderBy(record => record.Caller.Identity, StringComparer.Ordinal)
                .Select(record => new { record.Calls, record.Facts, record.Memories }),
        });
    }

    [Fact]
    public async Task Wrong_keys_are_counted_by_the_address_that_the_host_names()
    {
        // The only system that has one address on its loopback.
        if (OperatingSystem.IsMacOS())
            return;
        // What a client says of itself gives it no rate of its own.
        var sent = 0;
        await Eventually.IsTrueAsync(
            async () => await WrongAsync("127.0.1.1", $"203.0.113.{++sent % 250}") == 429, "the rate of one address is used up");

        // Two addresses in some thousands share a limit.
        var others = await Task.WhenAll(Enumerable.Range(2, 5).Select(other => WrongAsync($"127.0.1.{other}", "127.0.1.1")));
        Assert.InRange(others.Count(status => status == 401), 4, 5);
        (await App.Webhooks.ClientDataAsync("+12025550123")).IsOk();
    }

    private async Task<int> WrongAsync(string address, string forwarded)
    {
        using var connection = await RawConnection.OpenAsync(App.Host.Address, IPAddress.Parse(address));
        await connection.SendAsync(
            $"POST /webhook/client-data HTTP/1.1\nHost: test\nX-Api-Key: wrong\nX-Forwarded-For: {forwarded}\nContent-Length: 2",
            "{}"u8.ToArray());
        return (await connection.ReadAsync()).Status;
    }

    // Other programs write to the disk meanwhile.
    private static string WithoutFreeSpace(string text)
        => Regex.Replace(text, "\"free_bytes\":[0-9]+", "", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
