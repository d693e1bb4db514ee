using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elaoms.Web.Documentation;

/// <summary>Adds the documentation to an application.</summary>
public static class DocumentationRouteBuilderExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/openapi.json</c>, <c>/docs</c> and <c>/redoc</c>. Leave it out to switch the documentation off.</summary>
    /// <param name="routes">Where to map.</param>
    /// <returns>The same <paramref name="routes"/>.</returns>
    public static IEndpointRouteBuilder MapElaomsDocumentation(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var documentation = new DocumentationEndpoints();
        Map("/openapi.json", documentation.OpenApiAsync);
        Map("/docs/{*path}", context => documentation.SwaggerUiAsync(context, Path(context)));
        Map("/redoc/{*path}", context => documentation.ReDocAsync(context, Path(context)));
        return routes;

        void Map(string pattern, RequestDelegate handler) => routes.MapMethods(pattern, Reading, handler);
    }

    private static string? Path(HttpContext context) => context.GetRouteValue("path") as string;
}
