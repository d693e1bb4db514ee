using System.Text.Json;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Operators;

/// <summary><c>POST /api/v1/callers/{key}/changes</c>: corrects, forgets and decides what is remembered of a caller.</summary>
public sealed class ChangeEndpoint(OperatorGate gate, ChangeCaller change)
{
    /// <summary>Where it is.</summary>
    public const string Route = CallerEndpoints.List + "/{key}/changes";

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Operator, async (request, caller) =>
    {
        using var body = await request.ReadBodyAsync();
        if (body is null)
            return;
        if (Read(body.RootElement, request.Who.Name) is not { } asked)
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync(JsonNamingPolicy.KebabCaseLower.ConvertName(asked.Kind.ToString()), caller, asked.KnownFact);
        var result = await change.ChangeAsync(caller, asked, request.Aborted);
        await (result.Status switch
        {
            ChangeStatus.Invalid => ErrorAnswer.InvalidChange(result.Reason!).WriteAsync(context),
            ChangeStatus.NotFound => ErrorAnswer.NothingToChange(result.Reason!).WriteAsync(context),
            ChangeStatus.TooMany => ErrorAnswer.TooManyChanges.WriteAsync(context),
            _ => request.AnswerAsync((asked.Id, result.Status), Write),
        });
    });

    // Null when a field is of another form than it may be. What a value may hold, the change itself says.
    private static ChangeRequest? Read(JsonElement body, string by)
    {
        string? kind = null, id = null, fact = null, value = null, old = null, line = null, conversation = null;
        foreach (var field in body.EnumerateObject())
        {
            if (field.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                return null;
            var text = field.Value.GetString();
            switch (field.Name)
            {
                case "kind": kind = text; break;
                case "id": id = text; break;
                case "fact": fact = text; break;
                case "value": value = text; break;
                case "old": old = text; break;
                case "line": line = text; break;
                case "conversation_id": conversation = text; break;
                default: return null;
            }
        }

        return kind is not null && SnakeCase.Parse<ChangeKind>(kind) is { } known && SnakeCase.Parse<LineMark>(line ?? "none") is { } mark
            ? new ChangeRequest
            {
                Id = id ?? Guid.NewGuid().ToString("N"),
                By = by,
                Kind = known,
                Fact = fact,
                Old = old,
                Value = value,
                Line = mark,
                ConversationId = conversation,
            }
            : null;
    }

    private static void Write((string Id, ChangeStatus Status) done, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, done.Id);
        writer.WriteString("status"u8, done.Status == ChangeStatus.Applied ? "applied"u8 : "already_applied"u8);
        writer.WriteEndObject();
    }
}
