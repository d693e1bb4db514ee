using System.Globalization;
using System.Text.RegularExpressions;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Server;

/// <summary>Nobody is ever given what another caller said. Lengthen the run with <c>ELAOMS_OPERATIONS</c>.</summary>
public abstract partial class IsolationTests(StorageKind storage, ITestOutputHelper output)
{
    private const int Callers = 50;

    // Azurite is slower by far, and what is looked for lies above the storage for the most part.
    private const int AzureShare = 10;

    [Fact]
    public async Task Random_operations_show_nobody_the_words_of_another()
    {
        var (seed, count) = (TestEnvironment.Seed(),
            TestEnvironment.Count("ELAOMS_OPERATIONS", 3_000) / (storage == StorageKind.Embedded ? 1 : AzureShare));
        output.WriteLine($"ELAOMS_SEED={seed} ELAOMS_OPERATIONS={count}");
        await using var server = await TestServer.StartAsync(storage: storage);
        var found = 0;
        for (var caller = 0; caller < Callers; caller++)
            (await server.Webhooks.DeliverAsync(CallOf(caller, count))).IsOk();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (i, _) =>
        {
            // Taken from the seed alone, so that a run can be repeated whatever its threads do.
#pragma warning disable CA5394
            var random = new Random(unchecked(seed + i));
            var (caller, kind, form, guess) = (random.Next(Callers), random.Next(10), random.Next(4), random.Next(Callers));
#pragma warning restore CA5394
            switch (kind)
            {
                case < 3:
                    // A conversation may come again, and under the same caller only.
                    (await server.Webhooks.DeliverAsync(CallOf(caller, i / 2))).IsOk();
                    break;
                case < 6:
                    OnlyOwn(caller, (await server.Webhooks.ClientDataAsync(Form(caller, form))).IsOk().Text, seed + i);
                    break;
                default:
                    // Whoever knows another's word still finds nothing of it.
                    var query = $"{Token(guess)} {Token(caller)} apples summary";
                    Interlocked.Add(
                        ref found,
                        OnlyOwn(caller, (await server.Webhooks.SearchDataAsync(Form(caller, form), query)).IsOk().Text, seed + i));
                    break;
            }
        });
        await server.LearnedAsync();

        for (var caller = 0; caller < Callers; caller++)
        {
            Assert.True(
                OnlyOwn(caller, (await server.Webhooks.SearchDataAsync(Form(caller, 0), $"apples {Token(caller)}")).Text, seed) > 0,
                $"{caller} finds nothing");
            Assert.True(OnlyOwn(caller, (await server.Webhooks.ClientDataAsync(Form(caller, 0))).Text, seed) > 0, $"{caller} is not known");
        }

        output.WriteLine($"{found} words found on the way");
    }

    private static int OnlyOwn(int caller, string answer, int seed)
    {
        var own = Token(caller);
        var shown = AnyToken.Matches(answer);
        Assert.All(shown, token => Assert.True(token.Value == own, $"ELAOMS_SEED={seed}: {own} was shown {token.Value}: {answer}"));
        return shown.Count;
    }

    private static string Token(int caller) => $"zqtoken{caller:00}x";

    private static byte[] CallOf(int caller, int number)
    {
        var call = WebhookCaller.Bytes(Digest(Payloads.Call(
            Form(caller, 0), $"conv_{caller}_{number}", 1_790_000_000 + number, $"I want apples, {Token(caller)}.",
            $"And {Token(caller)} again.")));
        return call;
    }

    // Also in the analysis, which is what client-data shows.
    private static string Digest(byte[] call)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(call)!;
        var token = AnyToken.Match(System.Text.Encoding.UTF8.GetString(call)).Value;
        payload["data"]!["analysis"] = new System.Text.Json.Nodes.JsonObject
        {
            ["transcript_summary"] = $"The summary of {token}.",
            ["data_collection_results"] =
                new System.Text.Json.Nodes.JsonObject { ["favourite"] = new System.Text.Json.Nodes.JsonObject { ["value"] = token } },
        };
        return payload.ToJsonString();
    }

    // The numbers differ in one digit each, and each is written in several ways.
    private static string Form(int caller, int form)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"120255501{caller:00}");
        return form switch
        {
            0 => "+" + number,
            1 => "00" + number,
            2 => $"sip:+{number}@pbx.example.com",
            _ => $"+1 (202) 555-01{caller:00}",
        };
    }

    [GeneratedRegex("zqtoken[0-9]+x", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyToken { get; }

    public sealed class OnFiles(ITestOutputHelper output) : IsolationTests(StorageKind.Embedded, output);

    public sealed class OnAzure(ITestOutputHelper output) : IsolationTests(StorageKind.Azure, output);
}
