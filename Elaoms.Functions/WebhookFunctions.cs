using Elaoms.Web.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>
/// The three webhooks. They are anonymous to the Functions host because each checks its own authentication before anything else: a key in a
/// header or a signature over the body.
/// </summary>
public sealed class WebhookFunctions(ClientDataEndpoint clientData, SearchDataEndpoint searchData, PostCallEndpoint postCall)
{
    /// <summary>Asked when a call begins.</summary>
    [Function("ClientData")]
    public Task ClientDataAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhook/client-data")] HttpRequest request)
        => clientData.HandleAsync(request.HttpContext);

    /// <summary>Asked during a call.</summary>
    [Function("SearchData")]
    public Task SearchDataAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhook/search-data")] HttpRequest request)
        => searchData.HandleAsync(request.HttpContext);

    /// <summary>Told after a call.</summary>
    [Function("PostCall")]
    public Task PostCallAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhook/post-call")] HttpRequest request)
        => postCall.HandleAsync(request.HttpContext);
}
