using Elaoms.Core.Embeddings;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Embeddings;

/// <summary>Registers the model that makes vectors.</summary>
public static class ElaomsEmbeddings
{
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(2);

    // So that a server that moved is found at its new address.
    private static readonly TimeSpan LongestConnection = TimeSpan.FromMinutes(5);

    /// <summary>Adds the model of the server that <c>EMBEDDINGS_URL</c> names; nothing where it names none.</summary>
    public static IServiceCollection AddElaomsEmbeddings(this IServiceCollection services, ElaomsSettings settings)
        => settings.Embeddings is null ? services : AddModel(services, settings);

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
