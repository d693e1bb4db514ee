using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Server;

/// <summary>
/// Broken and twisted forms of every inbound file. Repeat a run with <c>ELAOMS_SEED</c>, lengthen it with <c>ELAOMS_MUTATION_COUNT</c>.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Connections = 4;

    [Fact]
    public async Task Mutations_are_answered_archived_and_leave_whole_records_only()
    {
        var (seed, count) = (TestEnvironment.Seed(), TestEnvironment.Count("ELAOMS_MUTATION_COUNT", 1_500));
        output.WriteLine($"ELAOMS_SEED={seed} ELAOMS_MUTATION_COUNT={count}");
        await using var server = await TestServer.StartAsync();
        var accepted = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var statuses = new ConcurrentDictionary<(string Route, int Status), int>();

        // Each mutation has a seed of its own, so that one can be tried alone.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Connections };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), parallel, async (i, _) =>
        {
            var (route, body) = new Mutator(unchecked(seed + i)).Next();
            var answer = route switch
            {
                "client_data" => await server.Webhooks.ClientDataAsync(body),
                "search_data" => await server.Webhooks.SearchDataAsync(body),
                _ => await server.Webhooks.DeliverAsync(body),
            };
            Assert.True(
                answer.Status is 200 or 400 or 413, $"ELAOMS_SEED={unchecked(seed + i)}: {route} gave {answer.Status}: {answer.Text}");
            statuses.AddOrUpdate((route, answer.Status), 1, (_, before) => before + 1);
            Assert.True(answer.Json.ValueKind is System.Text.Json.JsonValueKind.Object);
            if (route == "post_call" && answer.Status == 200)
                accepted[Convert.ToHexStringLower(SHA256.HashData(body))] = i;
        });
        await server.LearnedAsync();

        output.WriteLine(string.Join(
            ", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key.Route} {status.Key.Status}: {status.Value}")));
        await EveryPayloadHasItsReceiptAsync(server, accepted.Keys);
        var records = await server.Stored.RecordsAsync();
        output.WriteLine($"{records.Count} callers, {records.Sum(record => record.Calls.Count)} calls, "
            + $"{records.Sum(record => record.Memories.Count)} memories");
        Assert.NotEmpty(records);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.IncomingFolder));
        await Eventually.IsTrueAsync(async () => (await server.Webhooks.GetAsync("/health/ready")).Status == 200, "the server is ready");
    }

    private async Task EveryPayloadHasItsReceiptAsync(TestServer server, IEnumerable<string> accepted)
    {
        var archived = await server.ArchivedAsync();
        var results = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var payload in archived)
        {
            Assert.Equal(payload.BodyHash, Convert.ToHexStringLower(SHA256.HashData(await server.ReadArchivedAsync(payload))));
            var receipt = await server.ReceiptOfAsync(payload);
            Assert.True(receipt is not null, $"{payload} has no receipt.");

            // A payload may be refused for what it is; a fault of ours would be tried again and again, and would say so.
            Assert.True(receipt.Tries == 1, $"{payload}: {receipt}");
            var result = $"{receipt.Result} {receipt.Reason}";
            results[result] = results.GetValueOrDefault(result) + 1;
        }

        Assert.Equal(
            accepted.Order(StringComparer.Ordinal),
            archived.Select(payload => payload.BodyHash).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var (result, times) in results)
            output.WriteLine($"{times.ToString(CultureInfo.InvariantCulture),6} {result}");
        Assert.Contains("Learned ", results.Keys, StringComparer.Ordinal);
    }
}
