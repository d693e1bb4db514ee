using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads a setting as text.</summary>
internal static class SettingTexts
{
    /// <summary>What a setting says, without blanks around it; null when it says nothing.</summary>
    public static string? Text(this IConfiguration configuration, string name) => configuration[name]?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>What a setting says that is sent as a header; null when it says nothing.</summary>
    public static string? Header(this IConfiguration configuration, string name, List<string> faults)
    {
        // Some servers end at a header with other characters.
        var text = configuration.Text(name);
        if (text is not null && !text.All(c => c is > ' ' and <= '~'))
            faults.Add($"{name} may hold letters, digits and signs of ASCII only.");
        return text;
    }
}
