using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Http;

/// <summary>Writes JSON answers.</summary>
internal static class JsonAnswer
{
    private const int UsualBytes = 1024;

    // The answers are never part of a page, so letters of any script go as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a whole answer.</summary>
    public static async Task WriteAsync<T>(HttpContext context, int status, T content, Action<T, Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(content, writer);

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
