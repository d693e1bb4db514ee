using Elaoms.Core.Settings;
using Elaoms.Tests.Server;

namespace Elaoms.Tests;

/// <summary>
/// What no log, span or metric may hold after the payload files were delivered: keys, callers' ids, and words that were said.
/// </summary>
internal static class SecretTexts
{
    public static IEnumerable<string> Of(ServerSettings settings) =>
    [
        settings.PostCallKey, settings.PostCallKey["wsec_".Length..], settings.ClientDataKey, settings.SearchDataKey,
        settings[SettingNames.CallerHashKey]!,
        "2025550123", "2025550100", "266696687", "web-user-77", "user123", "My name is", "Sam", "follow-up", "prefer email", "daughter",
        "Léa", "order 1042", "delivery preference", "v0=",
    ];
}
