using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Indexes.Embeddings;

/// <summary>Registers the engine of embeddings, where there is a server for it.</summary>
internal static class EmbeddingsServices
{
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(2);

    // So that a server that moved is found at its new address.
    private static readonly TimeSpan LongestConnection = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddEmbeddings(this IServiceCollection services, ElaomsSettings settings) => settings.Embeddings is null
        ? services
        : AddModel(services, settings).AddSingleton<KnownVectors>().AddSingleton<EmbeddingsIndexer>()
            .AddSingleton<IMemoryEngine, EmbeddingsEngine>();

    // By itself, so that the client is not even loaded where it is not used.
    private static IServiceCollection AddModel(IServiceCollection services, ElaomsSettings settings)
    {
        services
            .AddHttpClient(OpenAIEmbeddingModel.HttpName, static http => http.Timeout = Timeout.InfiniteTimeSpan)
            // Never sent on to where an answer points: the key would go with it.
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = LongestConnecting,
                PooledConnectionLifetime = LongestConnection,
            })
            .AddHttpMessageHandler(() => new BoundedAnswers(hasKey: settings.EmbeddingsKey is not null))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services.AddSingleton<EmbeddingsPipelines>().AddSingleton<IEmbeddingModel, OpenAIEmbeddingModel>();
    }
}
