using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Elaoms.ElevenLabs.Api;

/// <summary>Registers the client of ElevenLabs' API.</summary>
public static class ElevenLabsServices
{
    /// <summary>The header that carries the API key.</summary>
    public const string KeyHeader = "xi-api-key";

    // The configuration of a large agent is some 200 KB; a page of them is never asked for.
    private const int LongestAnswerBytes = 8 << 20;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(10);

    /// <summary>Adds <see cref="ElevenLabsClient"/>. Neither requests nor keys are logged.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="address">The API: <see cref="ElaomsSettings.ElevenLabsApi"/>.</param>
    /// <param name="key">The API key.</param>
    public static IServiceCollection AddElevenLabs(this IServiceCollection services, Uri address, string key)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ElevenLabsPipelines>().AddSingleton<ElevenLabsTransport>().AddSingleton<ElevenLabsClient>();
        services
            .AddHttpClient(ElevenLabsTransport.HttpName, http =>
            {
                http.BaseAddress = new Uri(address, "/");
                http.Timeout = LongestRequest;
                http.MaxResponseContentBufferSize = LongestAnswerBytes;
                http.DefaultRequestHeaders.Add(KeyHeader, key);
            })
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = LongestConnecting,
            })
            .RemoveAllLoggers();
        return services;
    }
}
