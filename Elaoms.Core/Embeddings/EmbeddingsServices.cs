using Elaoms.Core.Memories;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Core.Embeddings;

/// <summary>Registers the engine of embeddings, where there is a server for it. The host adds the model.</summary>
internal static class EmbeddingsServices
{
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, ElaomsSettings settings)
        => settings.Embeddings is null
            ? services
            : services.AddSingleton<KnownVectors>().AddSingleton<EmbeddingsIndexer>().AddSingleton<IMemoryEngine, EmbeddingsEngine>();
}
