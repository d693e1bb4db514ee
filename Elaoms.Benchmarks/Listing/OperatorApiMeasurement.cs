using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Records;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Web.Operators;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Listing;

/// <summary>Asks the operator API of a server of its own, and pages of its console, over HTTP.</summary>
internal sealed class OperatorApiMeasurement(HttpClient http)
{
    private const int Rounds = 51;
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Console = "/console";

    /// <summary>Finds a caller, looks, and reads figures.</summary>
    public static async Task RunAsync(ServerData data, CancellationToken cancellationToken)
    {
        await using var server = await MeasuredServer.StartAsync(
            processor: null,
            "disk",
            azure: null,
            cancellationToken,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [SettingNames.OperatorKeys] = $"bench:operator={Key}" },
            data);
        await using var services = new ServiceCollection().AddHttpClient("").ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }).Services.BuildServiceProvider();
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        http.BaseAddress = new Uri($"http://{server.Address}");
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await new OperatorApiMeasurement(http).RunAsync(cancellationToken);
        System.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the server has {server.Memory >> 20} MB resident"));
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
        await MeasureConsoleAsync(key, cancellationToken);
    }

    private async Task MeasureConsoleAsync(string key, CancellationToken cancellationToken)
    {
        var cookie = await SignInAsync(cancellationToken);
        Task<string> PageAsync(string path) => GetPageAsync(Console + path, cookie, cancellationToken);
        var call = $"/callers/{key}/calls/{PayloadName.HashOf(LargeRecord.ConversationOf(CallListCommand.ShownCall))}";
        await MeasureAsync("console, Today", () => PageAsync(""));
        await MeasureAsync("console, Callers", () => PageAsync("/callers"));
        await MeasureAsync("console, Caller", () => PageAsync($"/callers/{key}"));
        await MeasureAsync("console, Call", () => PageAsync(call));
        await MeasureAsync("console, Failed calls", () => PageAsync("/failed"));
        await MeasureAsync("console, Audit", () => PageAsync("/audit"));
        await MeasureAsync("console, Agents", () => PageAsync("/agents"));
        await MeasureAsync("console, Settings", () => PageAsync("/settings"));
    }

    // The cookie is for HTTPS alone, so a client of HTTP would not send it by itself.
    private async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("key", Key)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Console + "/sign-in", UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<string> GetPageAsync(string path, string cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, cancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
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
        System.Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"over HTTP, {what}: first {times[0]:0.0} ms, median {sorted[Rounds / 2]:0.0} ms, slowest {sorted[^1]:0.0} ms"));
    }
}
