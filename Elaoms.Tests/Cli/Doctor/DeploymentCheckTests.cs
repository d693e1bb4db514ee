using System.Net;
using System.Net.Sockets;
using Elaoms.Cli.Doctor;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class DeploymentCheckTests
{
    private const string Refusal = """{"error":"unauthorized","message":"Send the key."}""";
    private static readonly (string Path, int Status, string Body) Health =
        ("/health", 200, """{"status":"healthy","service":"elaoms","version":"0.1.0"}""");

    private static readonly (string Path, int Status, string Body) Ready =
        ("/health/ready", 200, """{"status":"ready","checks":{"storage":"ok","queue":"ok","engine":"embedded","engine_state":"ok"}}""");

    [Fact]
    public async Task Server_that_is_ready_and_closed_is_OK()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await TestServer.StartAsync();

        Assert.Collection(
            await bench.ExamineAsync("deployment", server.Address),
            finding => finding.Is(CheckStatus.Ok, $"ELAOMS 0.1.0 answers at http://{server.Address.Authority}"),
            finding => finding.Is(CheckStatus.Ok, "It is ready"),
            finding => finding.Is(CheckStatus.Ok, "/webhook/client-data refuses requests without a key."),
            finding => finding.Is(CheckStatus.Ok, "/webhook/search-data refuses requests without a key."),
            finding => finding.Is(CheckStatus.Ok, "/webhook/post-call refuses requests without a signature."));
    }

    [Fact]
    public async Task Server_that_is_not_ready_is_an_error_that_says_what_failed()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await TestServer.StartAsync();
        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "a file where the folder should be", CancellationToken.None);

        (await bench.ExamineAsync("deployment", server.Address))[1].Is(CheckStatus.Error, "It is not ready: storage failed.", "event 4001");
    }

    [Fact]
    public async Task Server_without_its_engine_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.OpenMemoryPort] = "http://127.0.0.1:1");

        (await bench.ExamineAsync("deployment", server.Address))[1].Is(
            CheckStatus.Warning, "OpenMemory or embeddings do not answer", "elaoms doctor with its settings");
    }

    [Theory]
    [InlineData(true, CheckStatus.Ok, "/webhook/search-data is open, because SEARCH_DATA_ALLOW_ANONYMOUS is true.")]
    [InlineData(false, CheckStatus.Error, "/webhook/search-data is open: it accepts a request without a key")]
    public async Task Search_data_that_is_open_is_an_error_unless_the_settings_say_so(bool isSaid, CheckStatus verdict, string what)
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.SearchDataAllowAnonymous] = "true");
        bench.Settings[SettingNames.SearchDataAllowAnonymous] = isSaid ? "true" : "false";

        (await bench.ExamineAsync("deployment", server.Address))[3].Is(verdict, what);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();

        (await bench.ExamineAsync("deployment", new Uri("http://127.0.0.1:1"))).Only()
            .Is(CheckStatus.Error, "http://127.0.0.1:1 does not answer /health: ", "Check that it is running");
    }

    [Fact]
    public async Task Password_and_path_of_the_address_are_not_shown()
    {
        await using var bench = await DoctorBench.StartAsync();

        var findings = await bench.ExamineAsync(new Uri("http://user:password@127.0.0.1:1/?token=secret"));

        Assert.DoesNotContain(findings, finding => finding.ToString() is var text
            && (text.Contains("password", StringComparison.Ordinal) || text.Contains("token", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>")]
    [InlineData(302, "")]
    [InlineData(200, """{"service":"openmemory-py","version":"1.0"}""")]
    [InlineData(200, """{"service":"elaoms"}""")]
    [InlineData(200, """{"service":"elaoms","version":"\u001b[31m1.0"}""")]
    [InlineData(503, """{"service":"elaoms","version":"1.0"}""")]
    public async Task Somebody_else_at_the_address_is_an_error(int status, string body)
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await SomeServer.StartAsync(("/health", status, body));

        (await bench.ExamineAsync("deployment", server.Address)).Only()
            .Is(CheckStatus.Error, $"is not ELAOMS: GET /health returned {status}.", "--url");
    }

    [Theory]
    [InlineData(502, "Bad gateway")]
    [InlineData(503, "Try again")]
    public async Task Somebody_else_who_says_whether_it_is_ready_is_an_error(int status, string body)
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await SomeServer.StartAsync(Health, ("/health/ready", status, body));

        (await bench.ExamineAsync("deployment", server.Address))[1].Is(CheckStatus.Error, $"GET /health/ready returned {status}", "--url");
    }

    [Fact]
    public async Task Webhook_that_is_open_or_answered_by_somebody_else_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Settings[SettingNames.SearchDataAllowAnonymous] = "true";
        await using var server = await SomeServer.StartAsync(
            Health, Ready, ("/webhook/client-data", 200, "{}"), ("/webhook/search-data", 403, "Forbidden"),
            ("/webhook/post-call", 400, """{"error":"invalid_json"}"""));

        var findings = await bench.ExamineAsync("deployment", server.Address);

        findings[2].Is(CheckStatus.Error, "/webhook/client-data is open", "Take it off the network");
        findings[3].Is(CheckStatus.Error, "/webhook/search-data returned 403. ELAOMS returns 401 here.", "--url");
        findings[4].Is(CheckStatus.Error, "/webhook/post-call is open", "Take it off the network");
    }

    [Theory]
    [InlineData("Go away")]
    [InlineData("[]")]
    [InlineData("""{"error":401}""")]
    public async Task Refusal_in_the_words_of_somebody_else_is_an_error(string body)
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await SomeServer.StartAsync(
            Health, Ready, ("/webhook/client-data", 401, body), ("/webhook/search-data", 401, Refusal),
            ("/webhook/post-call", 401, Refusal));

        var findings = await bench.ExamineAsync("deployment", server.Address);

        findings[2].Is(CheckStatus.Error, "/webhook/client-data returned 401. ELAOMS");
        findings[3].Is(CheckStatus.Ok, "/webhook/search-data refuses");
    }

    [Fact]
    public async Task Http_through_the_internet_is_a_warning()
    {
        await using var server = await TestServer.StartAsync();
        await using var services = LeadingTo(server.Address.Port);
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("doctor");

        var findings = await new DeploymentCheck(new Uri("http://memory.example.com"), http, searchDataMayBeOpen: false)
            .CheckAsync(CancellationToken.None).ToListAsync(CancellationToken.None);

        findings[0].Is(CheckStatus.Warning, "http://memory.example.com uses http", "https");
        Assert.All(findings.Skip(1), finding => Assert.Equal(CheckStatus.Ok, finding.Status));
        Assert.Equal(6, findings.Count);
    }

    // Whatever host is asked for, this machine answers.
    private static ServiceProvider LeadingTo(int port)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("doctor").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        return services.BuildServiceProvider();
    }
}
