using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// The server of the tests answers as the real ones did, to their recorded requests in their order. Left out are the recorded PATCH,
/// ingest, short forms, temporal, dashboard and other routes, which nothing here has, and the three readings of a memory that had been
/// changed by PATCH.
/// </summary>
public sealed partial class RecordingTests
{
    // The keys of the recorded server are not known; its tenants are.
    private const string FirstTenant = "7f86900bc1834347";

    [Fact]
    public async Task Server_with_tenants_answers_as_recorded()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        var recorded = new RecordedValues();
        recorded.Pair(FirstTenant, FakeOpenMemory.TenantOf(server.Key!));

        Assert.Equal(59, await ReplayAsync(server, "head", recorded));
        server.Key = "the key of a second tenant";
        Assert.Equal(6, await ReplayAsync(server, "head-tenants", recorded));
    }

    [Fact]
    public async Task Server_with_user_ids_answers_as_recorded()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);

        Assert.Equal(36, await ReplayAsync(server, "v130", new RecordedValues()));
    }

    private static async Task<int> ReplayAsync(FakeOpenMemory server, string recording, RecordedValues recorded)
    {
        using var http = TestHttp.ClientFor(server.Address);
        var text = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Indexes", "OpenMemory", "recordings", recording + ".txt"));
        var count = 0;
        foreach (Match exchange in Exchange.Matches(text.ReplaceLineEndings("\n")))
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(exchange.Groups["method"].Value), recorded.Now(exchange.Groups["path"].Value));
            request.Headers.Add("x-api-key", server.Key ?? "none");
            if (exchange.Groups["body"].Success)
                request.Content = new StringContent(recorded.Now(exchange.Groups["body"].Value), Encoding.UTF8, "application/json");

            using var response = await http.SendAsync(request, CancellationToken.None);

            var answer = await response.Content.ReadAsStringAsync(CancellationToken.None);
            var expected = exchange.Groups["answer"].Value;
            Assert.Equal((exchange.Value, exchange.Groups["status"].Value), (exchange.Value, $"{(int)response.StatusCode}"));
            if (expected.StartsWith('{'))
                recorded.AssertSame(Payload.Json(expected), Payload.Json(answer), exchange.Value);
            else
                Assert.Equal(expected, answer);
            Assert.Equal(expected.StartsWith('{') ? "application/json" : null, response.Content.Headers.ContentType?.ToString());
            count++;
        }

        return count;
    }

    [GeneratedRegex(
        @"^(?<method>[A-Z]+) (?<path>\S+)( (?<body>.+))?\n(?<status>\d+) (?<answer>.*)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exchange { get; }
}
