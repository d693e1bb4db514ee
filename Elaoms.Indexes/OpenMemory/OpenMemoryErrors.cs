using System.Net;
using System.Text.Json;
using Elaoms.Indexes.OpenMemory.Wire;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>Reads the two styles in which OpenMemory says what is wrong: <c>{"err":…}</c> and <c>{"error":…}</c>, or plain text.</summary>
internal static class OpenMemoryErrors
{
    private const double LongestRetryAfterSeconds = 3600;

    /// <summary>Reads an answer other than 200.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="content">Its body.</param>
    /// <param name="isAbsent">Says of which answers mean no more than that nothing is there.</param>
    /// <returns>The fault; null when nothing is there.</returns>
    public static OpenMemoryException? Read(
        HttpStatusCode status, ReadOnlySpan<byte> content, Func<HttpStatusCode, string?, bool>? isAbsent)
    {
        var answer = Parse(content);
        var code = Text(answer?.Error) ?? Text(answer?.Err);
        if (isAbsent?.Invoke(status, code) == true)
            return null;

        return new OpenMemoryException(FaultOf(status, code), status: (int)status)
        {
            RetryAfter = status == HttpStatusCode.TooManyRequests ? RetryAfter(answer) : null,
            ConcernsAll = FaultOf(status, code) != OpenMemoryFault.Refused,
        };
    }

    private static OpenMemoryFault FaultOf(HttpStatusCode status, string? code) => (status, code) switch
    {
        (HttpStatusCode.Unauthorized, _) => OpenMemoryFault.KeyMissing,
        (HttpStatusCode.Forbidden, "tenant_mismatch") => OpenMemoryFault.TenantMismatch,
        (HttpStatusCode.Forbidden, _) => OpenMemoryFault.KeyWrong,
        (HttpStatusCode.ServiceUnavailable, "auth_not_configured") => OpenMemoryFault.NotConfigured,
        (HttpStatusCode.TooManyRequests, _) => OpenMemoryFault.RateLimited,
        (HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError, _) => OpenMemoryFault.ServerError,
        (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or < HttpStatusCode.BadRequest, _) => OpenMemoryFault.UnknownDialect,
        _ => OpenMemoryFault.Refused,
    };

    private static ErrorAnswer? Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, OpenMemoryJson.Default.ErrorAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static TimeSpan? RetryAfter(ErrorAnswer? answer)
        => answer?.RetryAfter is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetDouble(out var wait) && wait >= 0
            ? TimeSpan.FromSeconds(Math.Min(wait, LongestRetryAfterSeconds))
            : null;
}
