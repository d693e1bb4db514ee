using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Scenarios;

/// <summary>The HTTP client of the scenario.</summary>
internal static class ScenarioHttp
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(20);

    public static ServiceProvider Create()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("webhooks", client => client.Timeout = RequestTimeout);
        return services.BuildServiceProvider();
    }

    public static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("webhooks");
}
