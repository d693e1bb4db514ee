using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Elaoms.Web.Http;

/// <summary>Writes files of pages into responses.</summary>
internal static class AssetResponse
{
    private static readonly byte[] NotFound = """{"error":"not_found","message":"There is no such file."}"""u8.ToArray();

    /// <summary>Answers with the file, or with 304 when the caller holds it already.</summary>
    /// <param name="isNamedByContent">Whether the file's address changes with its content, so that a copy never has to be checked.</param>
    public static Task WriteAsync(HttpContext context, EmbeddedAsset asset, bool isNamedByContent = false)
    {
        var request = context.Request.GetTypedHeaders();
        var response = context.Response;
        response.Headers.ETag = asset.ETag;
        // Where the name carries no version, a copy must be checked before each use.
        response.Headers.CacheControl = isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (HoldsAlready(request, asset))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = asset.ContentType;
        return AcceptsGzip(request) ? WriteCompressedAsync(context, asset) : WritePlainAsync(context, asset);
    }

    /// <summary>Answers that there is no such file.</summary>
    public static Task WriteNotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = NotFound.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(NotFound, context.RequestAborted).AsTask();
    }

    private static Task WriteCompressedAsync(HttpContext context, EmbeddedAsset asset)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentLength = asset.Compressed.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(asset.Compressed, context.RequestAborted).AsTask();
    }

    private static async Task WritePlainAsync(HttpContext context, EmbeddedAsset asset)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await using var plain = asset.OpenPlain();
        await plain.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static bool HoldsAlready(RequestHeaders request, EmbeddedAsset asset)
    {
        var current = EntityTagHeaderValue.Parse(asset.ETag);
        return request.IfNoneMatch.Any(held => held.Equals(EntityTagHeaderValue.Any) || held.Compare(current, useStrongComparison: false));
    }

    private static bool AcceptsGzip(RequestHeaders request)
    {
        var codings = request.AcceptEncoding;
        var gzip = codings.FirstOrDefault(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? codings.FirstOrDefault(coding => coding.Value.Equals("*", StringComparison.Ordinal));
        return gzip is not null && gzip.Quality is not 0;
    }
}
