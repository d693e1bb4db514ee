using Elaoms.Core.Settings;
using Elaoms.Indexes.Embeddings;
using Elaoms.Indexes.OpenMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Indexes;

/// <summary>Registers the engines beside our own index.</summary>
public static class ElaomsIndexes
{
    /// <summary>Adds OpenMemory and embeddings, each if the settings name a server for it.</summary>
    public static IServiceCollection AddElaomsIndexes(this IServiceCollection services, ElaomsSettings settings)
        => services.AddOpenMemory(settings).AddEmbeddings(settings);
}
