using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Registers the import.</summary>
public static class ImportServices
{
    /// <summary>
    /// Adds <see cref="ImportConversations"/> and <see cref="SurveyConversations"/>. The client of ElevenLabs' API, the use cases of the
    /// core and an <see cref="IImportStateStore"/> are added apart.
    /// </summary>
    public static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddConversationPages()
        .AddSingleton<ImportConversations>()
        .AddSingleton<SurveyConversations>();

    /// <summary>Adds what the import and the reconciliation share.</summary>
    internal static IServiceCollection AddConversationPages(this IServiceCollection services) => services
        .AddSingleton<KnownConversations>()
        .AddSingleton<ConversationPages>()
        .AddSingleton<ImportedPayloads>();
}
