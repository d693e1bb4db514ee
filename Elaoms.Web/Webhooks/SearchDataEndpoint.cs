using System.Text.Json;
using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Telemetry;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Webhooks;

/// <summary><c>POST /webhook/search-data</c>: the agent's tool, asked during a call.</summary>
public sealed class SearchDataEndpoint(
    SearchData searchData, CallerTokens tokens, Refusals refusals, ElaomsMetrics metrics, ElaomsSettings settings)
{
    /// <summary>Where it is.</summary>
    public const string Route = "/webhook/search-data";

    private readonly SharedKey _key = new(settings.SearchDataKeys);

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!settings.SearchDataAllowAnonymous && !KeyHeader.IsValid(context.Request, _key))
        {
            await refusals.AnswerAsync(context, Route, "WrongKey", ErrorAnswer.WrongKey);
            return;
        }

        // Several headers are joined by commas, and no token holds one.
        var token = tokens.Read(context.Request.Headers[CallerTokens.HeaderName]);
        metrics.CallerToken(NameOf(token.Status));
        if (token.Status == CallerTokenStatus.Forged || (token.Status == CallerTokenStatus.None && settings.SearchDataRequireToken))
            await refusals.AnswerAsync(context, Route, "WrongToken", ErrorAnswer.WrongToken);
        else if (await SmallBody.ReadAsync(context) is not { } body)
            await ErrorAnswer.TooLarge.WriteAsync(context);
        else if (SearchDataRequest.Parse(body) is not { } request)
            await ErrorAnswer.InvalidJson.WriteAsync(context);
        else if (request.Query is null)
            await ErrorAnswer.MissingQuery.WriteAsync(context);
        else
            await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, await AnswerAsync(request, token, context.RequestAborted), Write);
    }

    // A call that outlives its token goes on without memory.
    private ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CallerTokenResult token, CancellationToken cancellationToken)
        => token.Status == CallerTokenStatus.Expired
            ? ValueTask.FromResult(SearchDataAnswer.Nothing)
            : searchData.AnswerAsync(request, token.Token, cancellationToken);

    private static void Write(SearchDataAnswer answer, Utf8JsonWriter writer) => answer.WriteTo(writer);

    private static string NameOf(CallerTokenStatus status) => status switch
    {
        CallerTokenStatus.Valid => "valid",
        CallerTokenStatus.Expired => "expired",
        CallerTokenStatus.Forged => "forged",
        _ => "none",
    };
}
