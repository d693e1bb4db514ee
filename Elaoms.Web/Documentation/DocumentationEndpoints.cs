using System.Reflection;
using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Swashbuckle.AspNetCore.ReDoc;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Elaoms.Web.Documentation;

/// <summary>
/// Serves the description of the HTTP interface: the OpenAPI document, Swagger UI and ReDoc. They are handlers and not middleware,
/// because the Azure Functions host runs functions only. Everything comes from embedded resources, nothing from the web.
/// One instance serves all requests; with <c>DOCS=false</c> there is nothing at any of their addresses.
/// </summary>
public sealed class DocumentationEndpoints(ElaomsSettings settings)
{
    private const string Css = "text/css; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";
    private const string Png = "image/png";

    // What both pages may do: load from here, and nothing else.
    private const string BasePolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // styled-components, which ReDoc is built with, fills style elements that it adds empty; this is the hash of an empty one. Its code
    // samples carry style attributes, which no hash can allow.
    private const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    private static readonly Assembly Own = typeof(DocumentationEndpoints).Assembly;
    private static readonly Assembly SwaggerUi = typeof(SwaggerUIOptions).Assembly;
    private static readonly Assembly ReDoc = typeof(ReDocOptions).Assembly;

    private readonly Lazy<EmbeddedAsset> _openApi = new(() => EmbeddedAsset.Load(Own, "openapi.json", Json));

    private readonly DocumentationSite _swaggerUi = new(
        "docs",
        assets => EmbeddedAsset.LoadText(Own, "Documentation/swagger-ui.html", Html, ("{assets}", assets)),
        new Dictionary<string, Func<EmbeddedAsset>>(StringComparer.Ordinal)
        {
            ["start.js"] = () => EmbeddedAsset.Load(Own, "Documentation/swagger-ui-start.js", JavaScript),
            ["swagger-ui-bundle.js"] = () => FromSwaggerUi("swagger-ui-bundle.js", JavaScript),
            ["swagger-ui.css"] = () => FromSwaggerUi("swagger-ui.css", Css),
            ["index.css"] = () => FromSwaggerUi("index.css", Css),
            ["favicon-16x16.png"] = () => FromSwaggerUi("favicon-16x16.png", Png),
            ["favicon-32x32.png"] = () => FromSwaggerUi("favicon-32x32.png", Png),
        },
        BasePolicy + "; style-src 'self'");

    private readonly DocumentationSite _reDoc = new(
        "redoc",
        assets => EmbeddedAsset.LoadText(Own, "Documentation/redoc.html", Html, ("{assets}", assets)),
        new Dictionary<string, Func<EmbeddedAsset>>(StringComparer.Ordinal)
        {
            ["start.js"] = () => EmbeddedAsset.Load(Own, "Documentation/redoc-start.js", JavaScript),
            ["redoc.standalone.js"] = ReDocBundle,
            ["index.css"] = () => EmbeddedAsset.Load(ReDoc, "Swashbuckle.AspNetCore.ReDoc.index.css", Css),
        },
        BasePolicy + $"; style-src 'self' {EmptyStyle}; style-src-attr 'unsafe-inline'; font-src data:");

    /// <summary>Answers with the OpenAPI document.</summary>
    /// <param name="context">The request and its response.</param>
    public Task OpenApiAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return settings.Docs ? AssetResponse.WriteAsync(context, _openApi.Value) : ErrorAnswer.NotFound.WriteAsync(context);
    }

    /// <summary>Answers with Swagger UI, or a file of it: what the route value <c>path</c> says, which follows <c>docs/</c>.</summary>
    /// <param name="context">The request and its response.</param>
    public Task SwaggerUiAsync(HttpContext context) => ServeAsync(context, _swaggerUi);

    /// <summary>Answers with ReDoc, or a file of it: what the route value <c>path</c> says, which follows <c>redoc/</c>.</summary>
    /// <param name="context">The request and its response.</param>
    public Task ReDocAsync(HttpContext context) => ServeAsync(context, _reDoc);

    private Task ServeAsync(HttpContext context, DocumentationSite site)
    {
        ArgumentNullException.ThrowIfNull(context);
        return settings.Docs ? site.ServeAsync(context, context.GetRouteValue("path") as string) : ErrorAnswer.NotFound.WriteAsync(context);
    }

    private static EmbeddedAsset FromSwaggerUi(string file, string contentType) =>
        EmbeddedAsset.Load(SwaggerUi, "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist." + file, contentType);

    // ReDoc loads its maker's logo and icons from a CDN and knows where to send telemetry. No option changes the first, so the addresses
    // are removed. The logo becomes the name in plain letters, so ReDoc still says who made it.
    private static EmbeddedAsset ReDocBundle()
    {
        const string Logo =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 46 12'%3E"
            + "%3Ctext y='10' fill='%235B7FFF' font-family='sans-serif' font-size='11'%3ERedocly%3C/text%3E%3C/svg%3E";
        return EmbeddedAsset.LoadText(
            ReDoc,
            "Swashbuckle.AspNetCore.ReDoc.node_modules.redoc.bundles.redoc.standalone.js",
            JavaScript,
            ("https://cdn.redoc.ly/redoc/logo-mini-full.svg", Logo),
            ("https://cdn.redoc.ly/redoc/logo-mini.svg", Logo),
            ("https://cdn.redocly.com/icons", "icons"),
            ("https://otel.cloud.redocly.com/v1/traces", "about:blank"));
    }
}
