using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.SignIn;

/// <summary>Tells whether a form was posted from a page of ours.</summary>
internal static class SameOrigin
{
    /// <summary>
    /// Whether the browser says so. No page can set either header. Which a browser sends is the first that counts; without any, the
    /// request comes from no browser of this decade, and is refused.
    /// </summary>
    public static bool IsSentFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is ["same-origin"];
        return request.Headers.Origin is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
