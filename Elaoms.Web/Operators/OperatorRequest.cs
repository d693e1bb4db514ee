using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Listing;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elaoms.Web.Operators;

/// <summary>A request of somebody who may make it.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="Who">Who makes it.</param>
/// <param name="Audit">Records what is done.</param>
public sealed record OperatorRequest(HttpContext Context, SignedInOperator Who, AuditLog Audit)
{
    private const int DefaultCount = 50;
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The caller whose key is in the path; null when that is none.</summary>
    public CallerKey? Caller => Context.GetRouteValue("key") is string key ? CallerKey.Parse(key) : null;

    /// <summary>Records what is about to be done. Nothing may be read or changed if this fails.</summary>
    public Task RecordAsync(string verb, CallerKey? caller = null, string? fact = null)
        => Audit.RecordAsync(new AuditedAct(Who.Name, verb, caller, fact), Aborted);

    /// <summary>A parameter of the query; null when it is absent or empty.</summary>
    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>Reads which page of a list is asked for, of <c>after</c> and <c>count</c>.</summary>
    /// <returns>False when they can't be read.</returns>
    public bool TryReadPage(out ListPosition? after, out int count)
    {
        (after, count) = (null, DefaultCount);
        if (Query("after") is { } token)
        {
            after = ListPosition.Parse(token);
            if (after is null)
                return false;
        }

        count = Number("count", DefaultCount, ListPages.MaxCount) ?? 0;
        return count > 0;
    }

    /// <summary>Reads a number of the query, from 0 to the largest.</summary>
    /// <returns>Null when it can't be read.</returns>
    public int? Number(string name, int otherwise, int largest) => Query(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest ? number
        : null;

    /// <summary>Reads a day of the query, such as <c>2026-12-01</c>.</summary>
    /// <param name="otherwise">What counts when it is absent.</param>
    /// <returns>Null when it can't be read.</returns>
    public DateOnly? Day(string name, DateOnly otherwise)
        => Query(name) is not { } text ? otherwise
            : DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : null;

    /// <summary>Reads the body as a JSON object; null when the request is answered, since it is none.</summary>
    public async Task<JsonDocument?> ReadBodyAsync()
    {
        if (await SmallBody.ReadAsync(Context) is not { } body)
        {
            await ErrorAnswer.TooLarge.WriteAsync(Context);
            return null;
        }

        try
        {
            var parsed = JsonDocument.Parse(body);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
                return parsed;
            parsed.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }

        await ErrorAnswer.InvalidJson.WriteAsync(Context);
        return null;
    }

    /// <summary>Reads a text of the body; null when the request is answered, since there is none.</summary>
    public async Task<string?> ReadTextAsync(string field)
    {
        using var body = await ReadBodyAsync();
        if (body is null)
            return null;
        if (body.RootElement.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String)
            return value.GetString();
        await RefuseAsync();
        return null;
    }

    /// <summary>Answers with JSON.</summary>
    public Task AnswerAsync<T>(T content, Action<T, Utf8JsonWriter> write)
        => JsonAnswer.WriteAsync(Context, StatusCodes.Status200OK, content, write);

    /// <summary>Answers with a page of a list.</summary>
    public Task AnswerAsync<T>(ListPage<T> page, Action<T, Utf8JsonWriter> write) => AnswerAsync(page, (list, writer) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var item in list.Items)
            write(item, writer);
        writer.WriteEndArray();
        writer.WriteString("next"u8, list.Next?.ToToken());
        writer.WriteEndObject();
    });

    /// <summary>Refuses a parameter.</summary>
    public Task RefuseAsync() => ErrorAnswer.InvalidParameter.WriteAsync(Context);
}
