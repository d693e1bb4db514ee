using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>
/// Compares our clock with the dates of other servers' answers. Signatures carry ElevenLabs' time and are accepted within a tolerance
/// of ours.
/// </summary>
internal sealed class ClockCheck(
    ElaomsSettings settings, Lazy<ServiceProvider> services, Uri? deployment, HttpClient http, TimeProvider time) : ICheck
{
    public const string Name = "clock";

    private static readonly TimeSpan GoodEnough = TimeSpan.FromSeconds(30);

    // A date has no fractions, and a server may give the same one for a second: on average it is so much behind.
    private static readonly TimeSpan CutOff = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "Compare the clock by hand: date -u";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var clocks = await Task.WhenAll(Clocks().DistinctBy(clock => clock.Of, StringComparer.Ordinal)
            .Select(async clock => (clock.Of, Ahead: await TryReadAsync(clock.Url, cancellationToken))));
        var read = clocks.Where(clock => clock.Ahead is not null).Select(clock => (clock.Of, Ahead: clock.Ahead!.Value)).ToList();
        if (read.Count == 0)
        {
            yield return CheckResult.Warning(
                Name,
                $"No other clock could be read: {string.Join(", ", clocks.Select(clock => clock.Of))}.",
                $"Compare the clock by hand: date -u. If your ElevenLabs API is not at {settings.ElevenLabsApi.Host}, set "
                    + $"{SettingNames.ElevenLabsApiUrl}.");
            yield break;
        }

        var silent = clocks.Where(clock => clock.Ahead is null).Select(clock => $"{clock.Of} did not answer").ToList();
        var what = $"Our clock is {string.Join(", ", [.. read.Select(clock => $"{Describe(clock.Ahead)} {clock.Of}"), .. silent])}.";
        var furthest = read.Max(clock => clock.Ahead.Duration());
        if (furthest > settings.SignatureTolerance)
            yield return CheckResult.Error(
                Name, $"{what} This is more than {SettingNames.SignatureToleranceSeconds}: every delivery is refused.", Remedy(read));
        else if (furthest > GoodEnough)
            yield return CheckResult.Warning(Name, what, Remedy(read));
        else
            yield return CheckResult.Ok(Name, what);
    }

    private IEnumerable<(string Of, Uri Url)> Clocks()
    {
        yield return (settings.ElevenLabsApi.Authority, settings.ElevenLabsApi);
        if (deployment is not null)
            yield return (deployment.Authority, new Uri(deployment, "/health/live"));
        if (settings.OpenMemory is { } openMemory)
            yield return (openMemory.Authority, new Uri(openMemory, "health"));

        // Without its path and query, which may hold a signature: any answer will do.
        if (settings.Azure is not null && services.Value.GetRequiredService<AzureAccount>().Payloads.Uri is var blobs)
            yield return (blobs.Authority, new Uri(blobs.GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>How far our clock is ahead of that behind a URL; null when that can't be told.</summary>
    private async Task<TimeSpan?> TryReadAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.CacheControl = new System.Net.Http.Headers.CacheControlHeaderValue { NoCache = true };
            var (sent, begin) = (time.GetUtcNow(), time.GetTimestamp());
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var middle = sent + time.GetElapsedTime(begin) / 2;
            return answer.Headers.Date is { } date ? middle - (date + CutOff + (answer.Headers.Age ?? TimeSpan.Zero)) : null;
        }
        catch (Exception fault) when (DoctorHttp.IsNoAnswer(fault, cancellationToken))
        {
            return null;
        }
    }

    private static string Describe(TimeSpan ahead) => ahead.Duration() < Resolution
        ? string.Create(CultureInfo.InvariantCulture, $"within {Resolution.TotalSeconds:0} s of")
        : string.Create(
            CultureInfo.InvariantCulture, $"{ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")}");

    // Where the others agree with us, theirs is the wrong one.
    private static string Remedy(List<(string Of, TimeSpan Ahead)> read)
    {
        var wrong = read.Where(clock => clock.Ahead.Duration() > GoodEnough).Select(clock => clock.Of).ToList();
        return wrong.Count == read.Count
            ? "Set this machine's clock by NTP: timedatectl set-ntp true"
            : $"Other clocks agree with ours. Set the clock of {string.Join(", ", wrong)} by NTP.";
    }
}
