using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Storage.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Elaoms.Storage;

/// <summary>Registers the storage that the settings name.</summary>
public static class ElaomsStorage
{
    /// <summary>
    /// Registers all storage ports: Blob and Queue storage when <c>AzureWebJobsStorage</c> is set, otherwise the embedded storage.
    /// </summary>
    public static IServiceCollection AddElaomsStorage(this IServiceCollection services, ElaomsSettings settings)
        => settings.Azure is { } azure ? services.AddAzureStorage(azure) : services.AddLocalStorage(settings);

    // Only a host runs it: the verbs of the program delete nothing.
    internal static IServiceCollection AddOrphanedFileCleanup(this IServiceCollection services, Func<IServiceProvider, Func<int>> delete)
        => services.AddSingleton<IHostedService>(
            provider => ActivatorUtilities.CreateInstance<OrphanedFileCleanup>(provider, delete(provider)));
}
