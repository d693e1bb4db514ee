using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Webhooks;

/// <summary><c>POST /webhook/client-data</c>: asked when a call begins.</summary>
public sealed class ClientDataEndpoint(ClientData clientData, Refusals refusals, ElaomsSettings settings)
{
    /// <summary>Where it is.</summary>
    public const string Route = "/webhook/client-data";

    private readonly SharedKey _key = new(settings.ClientDataKeys);

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!KeyHeader.IsValid(context.Request, _key))
            await refusals.AnswerAsync(context, Route, "WrongKey", ErrorAnswer.WrongKey);
        else if (await SmallBody.ReadAsync(context) is not { } body)
            await ErrorAnswer.TooLarge.WriteAsync(context);
        else if (ClientDataRequest.Parse(body) is not { } request)
            await ErrorAnswer.InvalidJson.WriteAsync(context);
        else
            await JsonAnswer.WriteAsync(
                context,
                StatusCodes.Status200OK,
                await clientData.AnswerAsync(request, context.RequestAborted),
                static (answer, writer) => answer.WriteTo(writer));
    }
}
