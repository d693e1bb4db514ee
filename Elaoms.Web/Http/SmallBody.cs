using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Http;

/// <summary>Reads the body of a request that has no reason to be large.</summary>
internal static class SmallBody
{
    /// <summary>The most bytes taken.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads the body; null when it is too large.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int maxBytes = MaxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
            return null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
