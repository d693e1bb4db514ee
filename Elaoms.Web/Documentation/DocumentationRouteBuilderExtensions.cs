using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elaoms.Web.Documentation;

/// <summary>Adds the documentation to an application.</summary>
public static class DocumentationRouteBuilderExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/openapi.json</c>, <c>/docs</c> and <c>/redoc</c>.</summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="documentation">What answers.</param>
    public static void MapElaomsDocumentation(this IEndpointRouteBuilder routes, DocumentationEndpoints documentation)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(documentation);
        routes.MapMethods("/openapi.json", Reading, documentation.OpenApiAsync);
        routes.MapMethods("/docs/{*path}", Reading, documentation.SwaggerUiAsync);
        routes.MapMethods("/redoc/{*path}", Reading, documentation.ReDocAsync);
    }
}
