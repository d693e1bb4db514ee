using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Http;

/// <summary>Hands out a file that holds what callers said: to be kept, never shown, and in no cache.</summary>
public static class FileAnswer
{
    /// <summary>Writes the answer.</summary>
    /// <param name="content">The file, a ZIP.</param>
    /// <param name="name">Its name, without quotes.</param>
    /// <param name="bytes">Its size.</param>
    public static async Task WriteAsync(HttpContext context, Stream content, string name, long bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(content);
        var response = context.Response;
        response.ContentType = "application/zip";
        response.ContentLength = bytes;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        await content.CopyToAsync(response.Body, context.RequestAborted);
    }
}
