using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Settings;
using Elaoms.Web.Operators;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Listing;

/// <summary>Asks the operator API of a server of its own, over HTTP.</summary>
internal sealed class OperatorApiMeasurement(HttpClient http)
{
    private const int Rounds = 51;
    private const string Key = "0123456789abcdef0123456789abcdef";

    /// <summary>Finds a caller, looks, and reads figures.</summary>
    public static async Task RunAsync(ServerData data, CancellationToken cancellationToken)
    {
        await using var server = await MeasuredServer.StartAsync(
            processor: null,
            "disk",
            azure: null,
            cancellationToken,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [SettingNames.OperatorKeys] = $"bench:reader={Key}" },
            data);
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        http.BaseAddress = new Uri($"http://{server.Address}");
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await new OperatorApiMeasurement(http).RunAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the server has {server.Memory >> 20} MB resident"));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        var key = (string)found["items"]![0]!["key"]!;
        await MeasureAsync("find a caller by number", () => FindAsync(cancellationToken));
        await MeasureAsync("look, with 20 calls", () => GetAsync($"{CallerEndpoints.List}/{key}", cancellationToken));
        await MeasureAsync("look, with 50 calls", () => GetAsync($"{CallerEndpoints.List}/{key}?calls=50", cancellationToken));
        await MeasureAsync("the list of the caller's calls", () => GetAsync($"{CallerEndpoints.List}/{key}/calls", cancellationToken));
        await MeasureAsync("recent callers", () => GetAsync(CallerEndpoints.List, cancellationToken));
        await MeasureAsync("failed calls", () => GetAsync($"{CallEndpoints.List}?failed=true", cancellationToken));
        await MeasureAsync("the figures of a day", () => GetAsync(FigureEndpoints.Days, cancellationToken));
    }

    private async Task<JsonNode> FindAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri(CallerEndpoints.Find, UriKind.Relative), new { caller = SampleCalls.NumberOf(0) }, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
        => (await http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), cancellationToken))!;

    private static async Task MeasureAsync(string what, Func<Task> act)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        var sorted = times.Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"over HTTP, {what}: first {times[0]:0.0} ms, median {sorted[Rounds / 2]:0.0} ms, slowest {sorted[^1]:0.0} ms"));
    }
}
