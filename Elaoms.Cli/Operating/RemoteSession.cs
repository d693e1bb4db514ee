using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Audit;
using Elaoms.Web.Operators;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Operating;

/// <summary>Works on a running deployment through its operator API. The deployment records what is done, under the key's name.</summary>
internal sealed class RemoteSession : IOperatorSession, IDisposable
{
    /// <summary>Where the key of the operator is: in the environment or a file, so that no list of processes shows it.</summary>
    public const string KeySetting = "OPERATOR_KEY";

    private const long LongestAnswerBytes = 64L << 20;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly ServiceProvider _services;
    private readonly HttpClient _http;
    private readonly Uri _deployment;

    private RemoteSession(ServiceProvider services, Uri deployment)
    {
        (_services, _deployment) = (services, deployment);
        _http = services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(RemoteSession));
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="CliException">There is no key, or the address would show it to others.</exception>
    public static RemoteSession Open(Uri deployment, IConfiguration values)
    {
        if (deployment.Scheme != Uri.UriSchemeHttps && !deployment.IsLoopback)
            throw new CliException("--url must be an https address, or one of this machine: the operator's key goes there.");
        if (values[KeySetting] is not { Length: > 0 } key)
            throw new CliException($"{KeySetting} is missing: a key of the deployment's OPERATOR_KEYS.");
        var services = new ServiceCollection();
        services
            .AddHttpClient(nameof(RemoteSession), http =>
            {
                http.Timeout = LongestRequest;
                http.MaxResponseContentBufferSize = LongestAnswerBytes;
                http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        return new RemoteSession(services.BuildServiceProvider(), deployment);
    }

    /// <summary>Finds the caller whom a text means.</summary>
    /// <exception cref="CliException">It means nobody whom the deployment knows, or several.</exception>
    public async Task<CallerKey> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (CallerKey.Parse(text) is { } key)
            return key;
        var answer = await SendAsync(
            HttpMethod.Post, CallerEndpoints.Find, new JsonObject { ["caller"] = text }, cancellationToken);
        var found = Read(answer).GetProperty("items").EnumerateArray()
            .Select(item => (Key: item.GetProperty("key").GetString()!, Label: item.GetProperty("label").GetString())).ToList();
        return found switch
        {
            [var (only, _)] when CallerKey.Parse(only) is { } known => known,
            [] => throw new CliException("The deployment does not know this caller. Name a caller who never called by the caller key.")
            {
                Code = ExitCode.Failure,
            },
            _ => throw new CliException(
                "Several callers may be meant. Name one by the key: "
                    + $"{string.Join(", ", found.Select(one => $"{one.Key} ({one.Label})"))}."),
        };
    }

    /// <inheritdoc />
    public async Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken)
    {
        var agent = agentId is null ? "" : $"&agent_id={Uri.EscapeDataString(agentId)}";
        var answer = await SendAsync(
            HttpMethod.Get, FormattableString.Invariant($"{CallerEndpoints.List}/{caller}?calls={calls}{agent}"), null, cancellationToken);
        return answer.Error is null ? JsonSerializer.Deserialize(answer.Body, ShownJson.Default.ShownCaller) : null;
    }

    /// <inheritdoc />
    public async Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            $"{CallerEndpoints.List}/{caller}/changes",
            new JsonObject
            {
                ["id"] = request.Id,
                ["kind"] = SnakeCase.Of(request.Kind),
                ["fact"] = request.Fact,
                ["old"] = request.Old,
                ["value"] = request.Value,
                ["line"] = SnakeCase.Of(request.Line),
                ["conversation_id"] = request.ConversationId,
            },
            cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK => new ChangeResult(
                Read(answer).GetProperty("status").GetString() == "applied" ? ChangeStatus.Applied : ChangeStatus.AlreadyApplied),
            HttpStatusCode.NotFound => new ChangeResult(ChangeStatus.NotFound, answer.Error),
            HttpStatusCode.Conflict => new ChangeResult(ChangeStatus.TooMany, answer.Error),
            _ => new ChangeResult(ChangeStatus.Invalid, answer.Error),
        };
    }

    /// <inheritdoc />
    public async Task<CallerExport?> ExportAsync(CallerKey caller, string path, CancellationToken cancellationToken)
    {
        if (!FolderTarget.IsZip(path))
            throw new CliException("With --url, --output must be a file that ends in .zip.");
        var job = Read(await SendAsync(HttpMethod.Post, $"{CallerEndpoints.List}/{caller}/exports", new JsonObject(), cancellationToken));
        var route = $"{OperatorGate.Root}/jobs/{job.GetProperty("id").GetString()}";
        while (job.GetProperty("state").GetString() is "waiting" or "running")
        {
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            job = Read(await SendAsync(HttpMethod.Get, route, null, cancellationToken));
        }

        if (job.GetProperty("state").GetString() != "done")
            throw Failed($"The export failed: {job.GetProperty("reason").GetString()}");
        if (job.GetProperty("files") is var files && files.GetArrayLength() == 0)
            return null;
        var file = $"{route}/files/{files[0].GetProperty("name").GetString()}";
        return new CallerExport(await DownloadAsync(file, path, cancellationToken), Summary: null);
    }

    /// <summary>Reads the audit log, the oldest entries first.</summary>
    /// <returns>The entries, and whether there are more.</returns>
    public async Task<(IReadOnlyList<AuditEntry> Entries, bool HasMore)> ReadAuditAsync(
        DateOnly since, CallerKey? caller, CancellationToken cancellationToken)
    {
        var of = caller is null ? "" : $"&caller={caller}";
        var read = Read(await SendAsync(
            HttpMethod.Get, FormattableString.Invariant($"{FigureEndpoints.Audit}?since={since:yyyy-MM-dd}{of}"), null, cancellationToken));
        return (
            [
                .. read.GetProperty("items").EnumerateArray().Select(entry => new AuditEntry(
                    Number: 0,
                    entry.GetProperty("at").GetDateTimeOffset(),
                    entry.GetProperty("who").GetString()!,
                    entry.GetProperty("verb").GetString()!,
                    entry.GetProperty("caller").GetString(),
                    entry.GetProperty("fact").GetString(),
                    Previous: null)),
            ],
            read.GetProperty("has_more").GetBoolean());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _services.Dispose();
    }

    private async Task<long> DownloadAsync(string route, string path, CancellationToken cancellationToken)
    {
        var isWhole = false;
        try
        {
            using var response = await _http.GetAsync(
                new Uri(_deployment, route), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var file = FolderTarget.CreateFile(path);
            await response.Content.CopyToAsync(file, cancellationToken);
            isWhole = response.Content.Headers.ContentLength is not { } length || length == file.Length;
            return isWhole ? file.Length : throw Failed($"{_deployment} sent only a part of the file.");
        }
        catch (HttpRequestException fault)
        {
            throw Failed($"{_deployment} does not send the file: {fault.Message}", fault);
        }
        finally
        {
            if (!isWhole)
                File.Delete(path);
        }
    }

    private static JsonElement Read(OperatorAnswer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    // What has to do with the request itself is for whoever sent it; all else ends the verb.
    private async Task<OperatorAnswer> SendAsync(
        HttpMethod method, string route, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_deployment, route));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var (code, message) = response.IsSuccessStatusCode ? (null, null) : ErrorOf(content);
            var answer = new OperatorAnswer(response.StatusCode, content, message);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Accepted => answer,
                HttpStatusCode.BadRequest or HttpStatusCode.Conflict when code is not null => answer,
                HttpStatusCode.NotFound when code == "nothing_to_change" || (code == "not_found" && method == HttpMethod.Get) => answer,
                HttpStatusCode.Unauthorized => throw Failed($"{_deployment} refuses the key of {KeySetting}."),
                HttpStatusCode.NotFound => throw Failed($"{_deployment} has no operator API. Set OPERATOR_KEYS there."),
                _ => throw Failed($"{_deployment} answered {(int)response.StatusCode}: {message ?? "no answer of ELAOMS"}"),
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException
            || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw Failed($"{_deployment} does not answer as ELAOMS does: {fault.Message}", fault);
        }
    }

    private static (string? Code, string? Message) ErrorOf(byte[] content)
    {
        using var document = JsonDocument.Parse(content.Length == 0 ? "{}"u8.ToArray() : content);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("error", out var code) && document.RootElement.TryGetProperty("message", out var message)
            ? (code.ToString(), message.ToString())
            : (null, null);
    }

    private static CliException Failed(string message, Exception? cause = null)
        => cause is null
            ? new CliException(message) { Code = ExitCode.Failure }
            : new CliException(message, cause) { Code = ExitCode.Failure };

    private sealed record OperatorAnswer(HttpStatusCode Status, byte[] Body, string? Error);
}
