using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// Reads the API's errors. Their <c>detail</c> has three forms: an object with <c>status</c> and <c>message</c>, a list of faults with
/// <c>loc</c> and <c>msg</c>, or a text. Source: ElevenLabs' OpenAPI schema and public clients (2026-11-29).
/// </summary>
internal static class ElevenLabsErrors
{
    private const int LongestReason = 300;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    public static ElevenLabsException Read(string request, HttpResponseMessage response, ReadOnlySpan<byte> content)
    {
        var (status, reason, field) = Detail(content);
        var fault = FaultOf(response.StatusCode, status, reason);
        return new ElevenLabsException(fault, Sentence(request, fault, (int)response.StatusCode, reason, field))
        {
            Field = field,
            RetryAfter = response.Headers.RetryAfter?.Delta is { } wait && wait >= TimeSpan.Zero && wait <= LongestRetryAfter ? wait : null,
        };
    }

    private static ElevenLabsFault FaultOf(HttpStatusCode code, string? status, string reason) => (code, status) switch
    {
        // Source of the text: ElevenLabs' plugin, architect-review-live-calls (2026-09).
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _)
            when reason.Contains("data residency", StringComparison.OrdinalIgnoreCase) => ElevenLabsFault.WrongRegion,
        (HttpStatusCode.Unauthorized, "missing_permissions") => ElevenLabsFault.Forbidden,
        (HttpStatusCode.Unauthorized, _) => ElevenLabsFault.KeyRefused,
        (HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired, _) => ElevenLabsFault.Forbidden,
        (HttpStatusCode.NotFound, _) => ElevenLabsFault.NotFound,
        (HttpStatusCode.Conflict, _) => ElevenLabsFault.Conflict,
        (HttpStatusCode.TooManyRequests, "too_many_concurrent_requests") => ElevenLabsFault.TooManyAtOnce,
        (HttpStatusCode.TooManyRequests, _) => ElevenLabsFault.Busy,
        (HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError, _) => ElevenLabsFault.ServerError,
        _ when status?.EndsWith("not_found", StringComparison.Ordinal) == true => ElevenLabsFault.NotFound,
        _ => ElevenLabsFault.Invalid,
    };

    private static string Sentence(string request, ElevenLabsFault fault, int code, string reason, string? field)
    {
        var said = reason.Length == 0 ? $"status {code.ToString(CultureInfo.InvariantCulture)}" : $"“{reason}”";
        return fault switch
        {
            ElevenLabsFault.WrongRegion => "The API key belongs to another region than the server that was asked. Set ELEVENLABS_API_URL "
                + $"to your region's address; docs/elevenlabs.md lists them. ElevenLabs says: {said}.",
            ElevenLabsFault.KeyRefused
                => $"ElevenLabs refuses the API key (ELEVENLABS_API_KEY, or ELEVENLABS_READ_KEY where calls are reconciled): {said}.",
            ElevenLabsFault.Forbidden => $"The API key may not do this ({request}): {said}.",
            ElevenLabsFault.Invalid when field is not null => $"ElevenLabs refuses {field} ({request}): {said}.",
            ElevenLabsFault.Invalid => $"ElevenLabs refuses the request ({request}): {said}.",
            ElevenLabsFault.NotFound => $"ElevenLabs does not know what was asked for ({request}): {said}.",
            ElevenLabsFault.Conflict => $"ElevenLabs can't do this now ({request}): {said}.",
            ElevenLabsFault.TooManyAtOnce => $"Too many requests of this workspace run at the same time ({request}).",
            ElevenLabsFault.Busy => $"ElevenLabs has too much to do ({request}).",
            _ => $"ElevenLabs failed ({request}): {said}.",
        };
    }

    private static (string? Status, string Reason, string? Field) Detail(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("detail", out var detail))
                return (null, "", null);
            return detail.ValueKind switch
            {
                JsonValueKind.String => (null, Plain(detail.GetString()), null),
                JsonValueKind.Object
                    => (Text(detail, "status") ?? Text(detail, "code"), Plain(Text(detail, "message")), Text(detail, "param")),
                JsonValueKind.Array when detail.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
                    => (Text(first, "type"), Plain(Text(first, "msg")), Place(first)),
                _ => (null, "", null),
            };
        }
        catch (JsonException)
        {
            return (null, "", null);
        }
    }

    private static string? Place(JsonElement fault)
        => fault.TryGetProperty("loc", out var place) && place.ValueKind == JsonValueKind.Array
            ? Plain(string.Join('.', place.EnumerateArray().Select(part => part.ToString())))
            : null;

    private static string? Text(JsonElement from, string name)
        => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // It goes to terminals and logs.
    private static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Take(LongestReason))
            plain.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return plain.ToString().Trim().TrimEnd('.');
    }
}
