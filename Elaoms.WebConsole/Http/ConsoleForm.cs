using System.Net.Mime;
using System.Text;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Elaoms.WebConsole.Http;

/// <summary>The fields of a form as a browser posts it.</summary>
internal sealed class ConsoleForm(IReadOnlyDictionary<string, StringValues> fields)
{
    /// <summary>No field.</summary>
    public static readonly ConsoleForm None = new(new Dictionary<string, StringValues>(StringComparer.Ordinal));

    private const int MaxBytes = 64 << 10;
    private const int MaxFields = 32;

    /// <summary>A field; null when it is absent, empty or sent twice.</summary>
    public string? this[string name]
        => fields.TryGetValue(name, out var values) && values is [{ } value] && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Reads the body; null when it is no form, or too large.</summary>
    public static async Task<ConsoleForm?> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase))
            return null;
        if (await SmallBody.ReadAsync(context, MaxBytes) is not { } body)
            return null;
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body.Span))
            {
                ValueCountLimit = MaxFields,
                ValueLengthLimit = MaxBytes,
            };
            return new ConsoleForm(await reader.ReadFormAsync(context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
