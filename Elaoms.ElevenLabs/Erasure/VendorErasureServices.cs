using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.ElevenLabs.Erasure;

/// <summary>Registers the deletion at the platform.</summary>
public static class VendorErasureServices
{
    /// <summary>Adds <see cref="VendorErasure"/> and a client of ElevenLabs' API. The use cases of the core are added apart.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="settings">Where the API is.</param>
    /// <param name="key">The API key; it must be allowed to delete conversations.</param>
    public static IServiceCollection AddVendorErasure(this IServiceCollection services, ElaomsSettings settings, string key)
        => services.AddElevenLabs(settings.ElevenLabsApi, key).AddSingleton<VendorErasure>();
}
