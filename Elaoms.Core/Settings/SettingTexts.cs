using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads a setting as text.</summary>
internal static class SettingTexts
{
    /// <summary>What a setting says, without blanks around it; null when it says nothing.</summary>
    public static string? Text(this IConfiguration configuration, string name) => configuration[name]?.Trim() is { Length: > 0 } value ? value : null;
}
