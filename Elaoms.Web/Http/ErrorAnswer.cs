using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Http;

/// <summary>
/// The error format of every route: <c>{"error":"code","message":"one sentence"}</c>. Echoes nothing of the request and gives no hint at a
/// key or signature.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code that programs read.</param>
/// <param name="Message">The sentence that people read.</param>
public sealed record ErrorAnswer(int Status, string Code, string Message)
{
    /// <summary>The key is missing or wrong.</summary>
    public static ErrorAnswer WrongKey { get; } =
        new(StatusCodes.Status401Unauthorized, "unauthorized", "Send the key of this webhook in the X-Api-Key header.");

    /// <summary>The caller token is wrong, or missing where it is required.</summary>
    public static ErrorAnswer WrongToken { get; } =
        new(
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            "Send this call's token from client-data in the X-Caller-Token header.");

    /// <summary>The signature is missing or wrong.</summary>
    public static ErrorAnswer WrongSignature { get; } =
        new(StatusCodes.Status401Unauthorized, "unauthorized", "The delivery does not carry a valid ElevenLabs-Signature header.");

    /// <summary>The key of the operator API is missing or wrong.</summary>
    public static ErrorAnswer WrongOperatorKey { get; } =
        new(StatusCodes.Status401Unauthorized, "unauthorized", "Send a key of OPERATOR_KEYS in the header Authorization: Bearer.");

    /// <summary>The key's role may not do this.</summary>
    public static ErrorAnswer WrongRole { get; } =
        new(StatusCodes.Status403Forbidden, "forbidden", "A key with the role operator is needed for this.");

    /// <summary>The network is locked out after wrong keys.</summary>
    public static ErrorAnswer LockedOut { get; } =
        new(
            StatusCodes.Status429TooManyRequests,
            "locked_out",
            "Too many wrong keys came from this network. Retry-After says for how long.");

    /// <summary>A parameter of the path, the query or the body can't be read.</summary>
    public static ErrorAnswer InvalidParameter { get; } =
        new(StatusCodes.Status400BadRequest, "invalid_parameter", "A parameter is not of the form that /openapi.json describes.");

    /// <summary>A change that can't be made as it was asked.</summary>
    /// <param name="reason">Why, as a sentence without a value of the request.</param>
    public static ErrorAnswer InvalidChange(string reason) => new(StatusCodes.Status400BadRequest, "invalid_change", reason);

    /// <summary>A change of something that is not there.</summary>
    /// <param name="reason">What, as a sentence without a value of the request.</param>
    public static ErrorAnswer NothingToChange(string reason) => new(StatusCodes.Status404NotFound, "nothing_to_change", reason);

    /// <summary>The caller has as many changes as may be.</summary>
    public static ErrorAnswer TooManyChanges { get; } =
        new(StatusCodes.Status409Conflict, "too_many_changes", "The caller has as many changes as may be.");

    /// <summary>There are as many jobs as may be.</summary>
    public static ErrorAnswer TooManyJobs { get; } =
        new(StatusCodes.Status409Conflict, "too_many_jobs", "There are as many jobs as may be; try again when some are done.");

    /// <summary>The storage can't be read or written.</summary>
    public static ErrorAnswer StorageFailed { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "The storage could not be reached; try again later.");

    /// <summary>Too many requests of this address were refused for their key, token or signature.</summary>
    public static ErrorAnswer TooManyRefused { get; } =
        new(
            StatusCodes.Status429TooManyRequests,
            "too_many_refused",
            "Too many requests from this address carried a wrong key or signature.");

    /// <summary>The body is no JSON object.</summary>
    public static ErrorAnswer InvalidJson { get; } =
        new(StatusCodes.Status400BadRequest, "invalid_json", "The body must be a JSON object.");

    /// <summary>A search without a query.</summary>
    public static ErrorAnswer MissingQuery { get; } =
        new(StatusCodes.Status400BadRequest, "missing_query", "Send what to search for as text in the field query.");

    /// <summary>The body is larger than the route takes.</summary>
    public static ErrorAnswer TooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, "payload_too_large", "The body is larger than this server accepts.");

    /// <summary>The request cannot be read as HTTP.</summary>
    public static ErrorAnswer BadRequest { get; } = new(StatusCodes.Status400BadRequest, "bad_request", "The request could not be read.");

    /// <summary>The payload could not be stored; the sender must try again.</summary>
    public static ErrorAnswer StorageUnavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "The delivery could not be stored; send it again later.");

    /// <summary>There is no room for the delivery now; the sender must try again.</summary>
    public static ErrorAnswer Busy { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "busy", "The server has no room for the delivery now; send it again later.");

    /// <summary>The body did not come in time.</summary>
    public static ErrorAnswer TooSlow { get; } =
        new(StatusCodes.Status408RequestTimeout, "request_timeout", "The body did not arrive in time; send it again.");

    /// <summary>No such route.</summary>
    public static ErrorAnswer NotFound { get; } =
        new(StatusCodes.Status404NotFound, "not_found", "Not found; see GET / for the available routes.");

    /// <summary>The route does not take this method.</summary>
    public static ErrorAnswer MethodNotAllowed { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "This route does not accept this method.");

    /// <summary>Writes the error.</summary>
    public Task WriteAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Status, this, static (error, writer) =>
    {
        writer.WriteStartObject();
        writer.WriteString("error"u8, error.Code);
        writer.WriteString("message"u8, error.Message);
        writer.WriteEndObject();
    });
}
