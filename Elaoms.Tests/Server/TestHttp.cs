using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Tests.Server;

/// <summary>The one source of HTTP clients in these tests.</summary>
public static class TestHttp
{
    private static readonly ServiceProvider Services = Build();

    /// <summary>A client for a server; it neither follows redirects nor keeps cookies.</summary>
    public static HttpClient ClientFor(Uri server)
    {
        var client = Services.GetRequiredService<IHttpClientFactory>().CreateClient("tests");
        client.BaseAddress = server;
        return client;
    }

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("tests", client => client.Timeout = Eventually.Bound)
            .ConfigurePrimaryHttpMessageHandler(
                () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        return services.BuildServiceProvider();
    }
}
