using System.Text;
using Elaoms.Core.Signing;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Http;

/// <summary>Reads the <c>X-Api-Key</c> header as the bytes that came over the wire.</summary>
internal static class KeyHeader
{
    /// <summary>Whether the request carries exactly one key, and a valid one.</summary>
    public static bool IsValid(HttpRequest request, SharedKey key)
        => request.Headers.TryGetValue(SharedKey.HeaderName, out var values)
            && values is [{ Length: > 0 } presented]
            && key.Matches(WireBytes(presented));

    // Our server decodes headers as Latin-1, a character per byte; a host that decodes them as UTF-8 leaves characters beyond.
    private static byte[] WireBytes(string value) => (value.Any(c => c > 0xFF) ? Encoding.UTF8 : Encoding.Latin1).GetBytes(value);
}
