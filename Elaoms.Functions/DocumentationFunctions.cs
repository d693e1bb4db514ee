using Elaoms.Web.Documentation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>The description of the HTTP interface. Anonymous: it is the same for every deployment.</summary>
public sealed class DocumentationFunctions(DocumentationEndpoints documentation)
{
    /// <summary>The OpenAPI document.</summary>
    [Function("OpenApi")]
    public Task OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request)
        => documentation.OpenApiAsync(request.HttpContext);

    /// <summary>Swagger UI.</summary>
    [Function("Docs")]
    public Task SwaggerUiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{*path}")] HttpRequest request)
        => documentation.SwaggerUiAsync(request.HttpContext);

    /// <summary>ReDoc.</summary>
    [Function("ReDoc")]
    public Task ReDocAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "redoc/{*path}")] HttpRequest request)
        => documentation.ReDocAsync(request.HttpContext);
}
