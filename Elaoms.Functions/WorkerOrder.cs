using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Elaoms.Functions;

/// <summary>The order in which the worker's parts start.</summary>
internal static class WorkerOrder
{
    /// <summary>
    /// Has the worker listen before it tells the host that it takes functions. In the usual order the host's first request finds nobody,
    /// and the host waits 50 ms before it asks again.
    /// </summary>
    public static void StartWorkerLast(this IServiceCollection services)
    {
        foreach (var worker in services.Where(IsWorker).ToList())
        {
            services.Remove(worker);
            services.Add(worker);
        }
    }

    private static bool IsWorker(ServiceDescriptor service)
        => service is { IsKeyedService: false, ImplementationType: { Name: "WorkerHostedService" } }
            && service.ServiceType == typeof(IHostedService);
}
