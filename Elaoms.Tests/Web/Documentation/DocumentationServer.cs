using System.Text.Json;
using Elaoms.Web.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Web.Documentation;

/// <summary>A real server that has the documentation and nothing else, at the root and below <c>/mounted</c>.</summary>
public sealed class DocumentationServer : IAsyncLifetime, IDisposable
{
    private WebApplication? _application;
    private HttpClient? _client;

    /// <summary>Speaks to the server; neither follows redirects nor decompresses.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("The server has not started.");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        _application = builder.Build();
        _application.Urls.Add("http://127.0.0.1:0");
        _application.UsePathBase("/mounted");
        _application.UseRouting();
        using var folder = new TempFolder();
        _application.MapElaomsDocumentation(new DocumentationEndpoints(TestSettings.In(folder.Path)));
        await _application.StartAsync(CancellationToken.None);
#pragma warning disable RS0030 // One client for one server, both gone at the end of the tests: there is nothing for a factory to do.
        _client =
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_application.Urls.Single()) };
#pragma warning restore RS0030
    }

    public async Task DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>The OpenAPI document as the server gives it out.</summary>
    public async Task<JsonElement> GetOpenApiAsync()
    {
        using var document = JsonDocument.Parse(
            await Client.GetByteArrayAsync(new Uri("/openapi.json", UriKind.Relative), CancellationToken.None));
        return document.RootElement.Clone();
    }
}
