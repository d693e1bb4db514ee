using System.Diagnostics;
using System.Globalization;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>
/// <c>elaoms serve</c> exports over OTLP when the variables of OpenTelemetry ask for it, and holds back what is nobody's business.
/// </summary>
[LongRunning]
public sealed class OtlpTests : IAsyncLifetime, IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TempFolder _folder = new();
    private OtlpReceiver _receiver = null!;
    private ServerSettings _settings = null!;

    public async Task InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        _settings = new ServerSettings(_folder) { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
    }

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Endpoint_gets_traces_metrics_and_logs_before_the_process_ends()
    {
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address;
        var (sampled, unsampled) = (ActivityTraceId.CreateRandom().ToHexString(), ActivityTraceId.CreateRandom().ToHexString());

        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            await DeliverAsync(webhooks, "conv_1", $"00-{sampled}-b7ad6b7169203331-01");
            await DeliverAsync(webhooks, "conv_2", $"00-{unsampled}-b7ad6b7169203331-00");
            webhooks.Client.DefaultRequestHeaders.Remove("traceparent");
            (await webhooks.SearchDataAsync("+12025550123", "hello")).IsOk();
            await StopAsync(server, webhooks);
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], _receiver.Paths);
        var traces = _receiver.Received("/v1/traces");
        string[] inTraces =
        [
            "POST /webhook/post-call", "receive call", "enqueue call", "learn call", "recall", "sweep", OtlpReceiver.IdBytes(sampled),
        ];
        foreach (var expected in inTraces)
            Assert.Contains(expected, traces, StringComparison.Ordinal);
        Assert.DoesNotContain(OtlpReceiver.IdBytes(unsampled), traces, StringComparison.Ordinal);
        string[] inMetrics =
        [
            "elaoms.postcall.received", "elaoms.calls.learned", "elaoms.recall.duration", "elaoms.queue.age",
            "http.server.request.duration", "dotnet.gc.collections",
        ];
        foreach (var expected in inMetrics)
            Assert.Contains(expected, _receiver.Received("/v1/metrics"), StringComparison.Ordinal);
        foreach (var expected in (string[])["Accepted ", ": Learned.", "LogAccepted", "logrecord.event.id", OtlpReceiver.IdBytes(sampled)])
            Assert.Contains(expected, _receiver.Received("/v1/logs"), StringComparison.Ordinal);
        Assert.All(_receiver.Paths, path =>
        {
            Assert.Contains(Attribute("service.name", "elaoms"), _receiver.Received(path), StringComparison.Ordinal);
            Assert.Contains(Attribute("service.version", "0.1.0"), _receiver.Received(path), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Nothing_exported_holds_a_number_a_word_of_a_call_a_key_or_what_else_a_client_wrote()
    {
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address;
        _settings["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        _settings["Logging:LogLevel:Default"] = "Debug";

        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            webhooks.Client.DefaultRequestHeaders.UserAgent.ParseAdd("client-wrote-agent/1.0");
            webhooks.Client.DefaultRequestHeaders.Host = "client-wrote-host.example";
            foreach (var name in Payloads.Deliveries())
                (await webhooks.DeliverAsync(Payloads.Read(name))).IsOk();
            foreach (var name in Payloads.Named("client_data.request.*"))
                (await webhooks.ClientDataAsync(Payloads.Read(name))).IsOk();
            foreach (var name in Payloads.Named("search_data.request.*"))
                (await webhooks.SearchDataAsync(Payloads.Read(name))).IsOk();
            await webhooks.GetAsync("/docs?client-wrote-query=1");
            await webhooks.GetAsync("/client-wrote-path/+12025550123");
            await webhooks.SendAsync(new HttpMethod("CLIENTWROTE"), "/", content: null);
            await StopAsync(server, webhooks);
        }

        var exported = string.Concat(_receiver.Paths.Select(_receiver.Received));
        Assert.Contains("GET /docs", exported, StringComparison.Ordinal);
        foreach (var secret in SecretTexts.Of(_settings).Append("client-wrote").Append("CLIENTWROTE"))
            Assert.DoesNotContain(OtlpReceiver.Bytes(secret), exported, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/health", _receiver.Received("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_of_the_env_file_choose_the_signal_and_the_name()
    {
        await File.WriteAllLinesAsync(
            _folder.Of(".env"),
            [
                $"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={_receiver.Address}/of/traces", "OTEL_SERVICE_NAME=memory",
                "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=test",
            ],
            CancellationToken.None);

        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            await DeliverAsync(webhooks, "conv_1", traceParent: null);
            await StopAsync(server, webhooks);
        }

        Assert.Equal(["/of/traces"], _receiver.Paths);
        var traces = _receiver.Received("/of/traces");
        Assert.Contains("learn call", traces, StringComparison.Ordinal);
        Assert.Contains(Attribute("service.name", "memory"), traces, StringComparison.Ordinal);
        Assert.Contains(Attribute("deployment.environment.name", "test"), traces, StringComparison.Ordinal);
        Assert.DoesNotContain(Attribute("service.name", "elaoms"), traces, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("METRICS", "LOGS", "/v1/traces")]
    [InlineData("TRACES", "LOGS", "/v1/metrics")]
    [InlineData("TRACES", "METRICS", "/v1/logs")]
    public async Task Signal_whose_exporter_is_none_is_not_sent(string one, string other, string expected)
    {
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address;
        _settings[$"OTEL_{one}_EXPORTER"] = "none";
        _settings[$"OTEL_{other}_EXPORTER"] = "none";

        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            await DeliverAsync(webhooks, "conv_1", traceParent: null);
            await StopAsync(server, webhooks);
        }

        Assert.Equal([expected], _receiver.Paths);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Nothing_is_loaded_and_nothing_sent_unless_it_is_asked_for(string variable, string value)
    {
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address;
        _settings[variable] = value;

        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            await DeliverAsync(webhooks, "conv_1", traceParent: null);
            if (OperatingSystem.IsLinux())
                Assert.DoesNotContain("OpenTelemetry", await LoadedAsync(server), StringComparison.Ordinal);
            await StopAsync(server, webhooks);
        }

        Assert.Empty(_receiver.Paths);
    }

    private Task<ElaomsProcess> ServeAsync() => ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", AnyPort);

    private static async Task DeliverAsync(WebhookCaller webhooks, string conversation, string? traceParent)
    {
        webhooks.Client.DefaultRequestHeaders.Remove("traceparent");
        if (traceParent is not null)
            webhooks.Client.DefaultRequestHeaders.Add("traceparent", traceParent);
        (await webhooks.DeliverAsync(Payloads.Call("+12025550123", conversation, 1_791_300_000, "Good morning."))).IsOk();
    }

    // Intervals are those of OpenTelemetry, a minute for metrics: what has arrived at the end was sent because of it.
    private static async Task StopAsync(ElaomsProcess server, WebhookCaller webhooks)
    {
        await webhooks.LearnedAsync();
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
    }

    private static Task<string> LoadedAsync(ElaomsProcess server)
        => File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.Id}/maps"), CancellationToken.None);

    // A key and its value as KeyValue of the protocol: field 1, then field 2 that holds field 1 of AnyValue.
    private static string Attribute(string key, string value)
        => $"\n{(char)key.Length}{key}\u0012{(char)(value.Length + 2)}\n{(char)value.Length}{value}";
}
