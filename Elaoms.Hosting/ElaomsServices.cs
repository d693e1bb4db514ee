using Elaoms.Core;
using Elaoms.Core.Settings;
using Elaoms.Extraction;
using Elaoms.Indexes;
using Elaoms.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Hosting;

/// <summary>Registers all of ELAOMS but its HTTP endpoints.</summary>
public static class ElaomsServices
{
    /// <summary>Adds the use cases, the extraction, the storage and the engines that the settings name. The host adds logging.</summary>
    public static IServiceCollection AddElaoms(this IServiceCollection services, ElaomsSettings settings) => services
        .AddElaomsCore(settings)
        .AddElaomsExtraction()
        .AddElaomsIndexes(settings)
        .AddElaomsStorage(settings);
}
