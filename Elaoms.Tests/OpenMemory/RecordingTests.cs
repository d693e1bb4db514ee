using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elaoms.Core.OpenMemory;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.OpenMemory;

/// <summary>
/// The server of the tests answers as the real ones did: their recorded requests, in order, get answers of the same status and form, and the same words where something is refused.
/// Recorded changes of a memory are left out, since nothing here changes one.
/// </summary>
public sealed partial class RecordingTests
{
    private static readonly string[] SameWords = ["err", "error", "message", "details", "deduplicated", "ok", "query"];

    [Theory]
    [InlineData("head", OpenMemoryDialect.Tenants)]
    [InlineData("v130", OpenMemoryDialect.UserIds)]
    public async Task Server_answers_as_recorded(string recording, OpenMemoryDialect dialect)
    {
        // The key of the recorded server is not known; its tenant is.
        await using var server = await OpenMemoryServer.StartAsync(dialect);
        using var http = TestHttp.ClientFor(server.Address);
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "OpenMemory", "recordings", recording + ".txt"));
        if (dialect == OpenMemoryDialect.Tenants)
            text = text.Replace("7f86900bc1834347", OpenMemoryServer.TenantOf(server.Key!), StringComparison.Ordinal);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        foreach (Match exchange in Exchange.Matches(text.ReplaceLineEndings("\n")))
        {
            var (path, body) = (Replace(exchange.Groups["path"].Value, ids), Replace(exchange.Groups["body"].Value, ids));
            using var request = new HttpRequestMessage(new HttpMethod(exchange.Groups["method"].Value), new Uri(server.Address, path));
            request.Headers.Add("x-api-key", server.Key ?? "none");
            if (body.Length > 0)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");

            using var response = await http.SendAsync(request, CancellationToken.None);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None))!;

            var recorded = JsonNode.Parse(exchange.Groups["answer"].Value)!;
            Assert.Equal((exchange.Value, exchange.Groups["status"].Value), (exchange.Value, $"{(int)response.StatusCode}"));
            Assert.Equal(Form(recorded, withContent: false), Form(answer, withContent: false));
            if (recorded["id"] is { } id)
                ids.TryAdd((string)id!, (string)answer["id"]!);
            if (recorded["matches"] is JsonArray matches)
                Assert.Equal((exchange.Value, matches.Count), (exchange.Value, answer["matches"]!.AsArray().Count));
            count++;
        }

        Assert.InRange(count, 25, 60);
    }

    private static string Replace(string text, Dictionary<string, string> ids) => ids.Aggregate(text, (changed, id) => changed.Replace(id.Key, id.Value, StringComparison.Ordinal));

    // Names and kinds of all there is, the first of many, and the words that are always the same.
    private static string Form(JsonNode? node, bool withContent) => node switch
    {
        JsonObject parent => "{" + string.Join(", ", parent.OrderBy(child => child.Key, StringComparer.Ordinal).Select(child =>
            child.Key is "metadata" or "tags" ? child.Key : $"{child.Key}: {Form(child.Value, SameWords.Contains(child.Key, StringComparer.Ordinal))}")) + "}",
        JsonArray { Count: > 0 } many => withContent ? many.ToJsonString() : $"[{Form(many[0], withContent)}]",
        JsonArray => "[]",
        null => "null",
        _ => withContent ? node.ToJsonString() : node.GetValueKind().ToString(),
    };

    [GeneratedRegex(@"^(?<method>\w+) (?<path>\S+) (?<body>.*)\n(?<status>\d+) (?<answer>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exchange { get; }
}
