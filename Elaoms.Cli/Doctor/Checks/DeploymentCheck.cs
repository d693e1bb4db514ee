using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Web.Webhooks;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether ELAOMS answers at an address, is ready, and lets in nobody who brings no key.</summary>
/// <param name="deployment">The address.</param>
/// <param name="http">The client.</param>
/// <param name="searchDataMayBeOpen">Whether the settings open search-data to everybody.</param>
/// <param name="postCall">Where it takes deliveries; null for the same address.</param>
internal sealed partial class DeploymentCheck(Uri deployment, HttpClient http, bool searchDataMayBeOpen, Uri? postCall = null) : ICheck
{
    public const string Name = "deployment";

    private const string AnswersWrongly = "Check that --url leads to ELAOMS, and not to a proxy, a sign-in page or another program.";

    private static readonly string[] Parts = ["storage", "queue"];
    private static readonly string[] Routes = [ClientDataEndpoint.Route, SearchDataEndpoint.Route, PostCallEndpoint.Route];

    // Whatever else stands in the URL may be a secret.
    private readonly string _address = deployment.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(12);

    public string RemedyOfFault => AnswersWrongly;

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (PrivateNetwork.Contains(deployment))
            yield return CheckResult.Warning(
                Name,
                $"{_address} uses http: others can read keys and calls in transit, and ElevenLabs calls https only.",
                "Give it a certificate, or use a tunnel that has one. Then use its https address.");

        var health = await CheckHealthAsync(cancellationToken);
        yield return health;
        if (health.Status != CheckStatus.Ok)
            yield break;

        yield return await CheckReadyAsync(cancellationToken);
        foreach (var route in Routes)
            yield return await CheckLockAsync(route, cancellationToken);
    }

    private async Task<CheckResult> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var (status, body, fault) = await SendAsync(HttpMethod.Get, "/health", cancellationToken);
        if (fault is not null)
            return fault;
        return status == HttpStatusCode.OK && Text(body, "service") == "elaoms" && Text(body, "version") is { } version
            && Version.IsMatch(version)
            ? CheckResult.Ok(Name, $"ELAOMS {version} answers at {_address}")
            : CheckResult.Error(Name, $"The server at {_address} is not ELAOMS: GET /health returned {(int)status}.", AnswersWrongly);
    }

    private async Task<CheckResult> CheckReadyAsync(CancellationToken cancellationToken)
    {
        var (status, body, fault) = await SendAsync(HttpMethod.Get, "/health/ready", cancellationToken);
        if (fault is not null)
            return fault;
        var checks = body is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty("checks", out var value)
            ? value
            : (JsonElement?)null;
        var failed = string.Join(" and ", Parts.Where(part => Text(checks, part) == "failed"));
        return status switch
        {
            HttpStatusCode.OK when Text(checks, "engine_state") == "failed" => CheckResult.Warning(
                Name,
                "It is ready, but OpenMemory or embeddings do not answer. Meanwhile only its own index finds memories.",
                "Run elaoms doctor with its settings. The checks of OpenMemory and embeddings show the reason."),
            HttpStatusCode.OK when FreeBytes(body) is { } free and < DiskSpace.WarningFloorBytes => CheckResult.Warning(
                Name,
                $"It is ready, but only {DiskCheck.Describe(free)} are free on its disk.",
                "Make room there. On a full disk, deliveries get 503."),
            HttpStatusCode.OK => CheckResult.Ok(Name, "It is ready: storage, queue and indexes work."),
            HttpStatusCode.ServiceUnavailable when failed.Length > 0 => CheckResult.Error(
                Name,
                $"It is not ready: {failed} failed. Until this is fixed, post-call deliveries are refused.",
                "See event 4001 in its log, and run elaoms doctor with its settings."),
            _ => CheckResult.Error(Name, $"GET /health/ready returned {(int)status}, which is not an answer of ELAOMS.", AnswersWrongly),
        };
    }

    private async Task<CheckResult> CheckLockAsync(string route, CancellationToken cancellationToken)
    {
        var (status, body, fault) = await SendAsync(HttpMethod.Post, route, cancellationToken);
        if (fault is not null)
            return fault;

        // The request is empty: who takes it finds fault with it.
        var isOpen = status == HttpStatusCode.OK
            || status == HttpStatusCode.BadRequest && Text(body, "error") is "missing_query" or "invalid_json";
        return (status, isOpen) switch
        {
            (HttpStatusCode.Unauthorized, _) when Text(body, "error") == "unauthorized"
                => CheckResult.Ok(Name, $"{route} refuses requests without a {(route == PostCallEndpoint.Route ? "signature" : "key")}."),
            (_, true) when route == SearchDataEndpoint.Route && searchDataMayBeOpen
                => CheckResult.Ok(Name, $"{route} is open, because {SettingNames.SearchDataAllowAnonymous} is true."),
            (_, true) => CheckResult.Error(
                Name,
                $"{route} is open: it accepts a request without a key or signature.",
                $"Take it off the network and find out what runs there. Only {SettingNames.SearchDataAllowAnonymous} opens "
                    + $"search-data. No setting opens the other webhooks."),
            _ => CheckResult.Error(Name, $"{route} returned {(int)status}. ELAOMS returns 401 here.", AnswersWrongly),
        };
    }

    private async Task<(HttpStatusCode Status, JsonElement? Body, CheckResult? Fault)> SendAsync(
        HttpMethod method, string route, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(
                method, new Uri(route == PostCallEndpoint.Route ? postCall ?? deployment : deployment, route));
            if (method == HttpMethod.Post)
                request.Content = new ByteArrayContent("{}"u8.ToArray())
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
                };
            using var answer = await http.SendAsync(request, cancellationToken);
            return (answer.StatusCode, Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)), null);
        }
        catch (Exception fault) when (DoctorHttp.IsNoAnswer(fault, cancellationToken))
        {
            var reason = fault is OperationCanceledException ? "no answer in time" : fault.Message.TrimEnd('.');
            return (default, null, CheckResult.Error(
                Name,
                $"{_address} does not answer {route}: {reason}.",
                "Check that it is running, that the address is right, and that DNS, certificate and firewall allow access."));
        }
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? FreeBytes(JsonElement? from)
        => from is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("free_bytes", out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var free)
            ? free
            : null;

    private static string? Text(JsonElement? from, string name)
        => from is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // What somebody else wrote goes to a terminal only in this form.
    [GeneratedRegex(@"^[0-9A-Za-z.+-]{1,40}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Version { get; }
}
