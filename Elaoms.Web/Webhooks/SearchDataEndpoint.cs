using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Webhooks;

/// <summary><c>POST /webhook/search-data</c>: the agent's tool, asked during a call.</summary>
public sealed class SearchDataEndpoint(SearchData searchData, ElaomsSettings settings)
{
    /// <summary>Where it is.</summary>
    public const string Route = "/webhook/search-data";

    private readonly SharedKey _key = new(settings.SearchDataKeys);

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!settings.SearchDataAllowAnonymous && !KeyHeader.IsValid(context.Request, _key))
            await ErrorAnswer.WrongKey.WriteAsync(context);
        else if (await SmallBody.ReadAsync(context) is not { } body)
            await ErrorAnswer.TooLarge.WriteAsync(context);
        else if (SearchDataRequest.Parse(body) is not { } request)
            await ErrorAnswer.InvalidJson.WriteAsync(context);
        else if (request.Query is null)
            await ErrorAnswer.MissingQuery.WriteAsync(context);
        else
            await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, await searchData.AnswerAsync(request, context.RequestAborted), static (answer, writer) => answer.WriteTo(writer));
    }
}
