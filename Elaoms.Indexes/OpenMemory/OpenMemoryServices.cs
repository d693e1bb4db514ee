using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>Registers the OpenMemory server as an engine, where there is one.</summary>
internal static class OpenMemoryServices
{
    private const int LongestAnswerBytes = 4 << 20;
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(2);

    // The server drops a connection that was idle for 5 s.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(4);

    // So that a server that moved is found at its new address.
    private static readonly TimeSpan LongestConnection = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddOpenMemory(this IServiceCollection services, ElaomsSettings settings)
    {
        if (settings.OpenMemory is not { } address)
            return services;

        services
            .AddHttpClient(OpenMemoryClient.HttpName, http =>
            {
                http.BaseAddress = address;
                http.MaxResponseContentBufferSize = LongestAnswerBytes;
                http.Timeout = Timeout.InfiniteTimeSpan;
                if (settings.OpenMemoryKey is { } key)
                    http.DefaultRequestHeaders.Add("x-api-key", key);
            })
            // Never sent on to where an answer points: the key would go with it.
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = LongestConnecting,
                PooledConnectionIdleTimeout = LongestIdle,
                PooledConnectionLifetime = LongestConnection,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services
            .AddSingleton<OpenMemoryPipelines>()
            .AddSingleton<OpenMemoryClient>()
            .AddSingleton<OpenMemoryProbe>()
            .AddSingleton<OpenMemoryWriteProbe>()
            .AddSingleton<OpenMemoryIndexer>()
            .AddSingleton<IndexedMemories>()
            .AddSingleton<IMemoryEngine, OpenMemoryEngine>();
    }
}
