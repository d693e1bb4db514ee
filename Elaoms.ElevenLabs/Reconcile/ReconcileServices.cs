using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect.Checking;
using Elaoms.ElevenLabs.Import;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>Registers the reconciliation.</summary>
public static class ReconcileServices
{
    /// <summary>
    /// Adds <see cref="ReconcileConversations"/>, <see cref="ICheckAgents"/> where there is a key, and a client of ElevenLabs' API. The use
    /// cases of the core and a storage are added apart.
    /// </summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="settings">Where the API is.</param>
    /// <param name="key">The API key; null where there is none, and nothing is asked.</param>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, ElaomsSettings settings, string? key)
    {
        if (key is not null)
            services.AddSingleton<ConnectionCheck>().AddSingleton<ICheckAgents, CheckAgents>();
        return services
            .AddElevenLabs(settings.ElevenLabsApi, key ?? "")
            .AddConversationPages()
            .AddSingleton<PlatformView>()
            .AddSingleton<ReconcileConversations>();
    }
}
