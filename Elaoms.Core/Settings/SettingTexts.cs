using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads a setting as text.</summary>
internal static class SettingTexts
{
    private const string VaultReference = "@Microsoft.KeyVault(";

    /// <summary>What a setting says, without blanks around it; null when it says nothing.</summary>
    public static string? Text(this IConfiguration configuration, string name)
        => configuration[name]?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>What a setting says that is a secret; null when it says nothing.</summary>
    public static string? Secret(this IConfiguration configuration, string name, List<string> faults)
    {
        // App Service hands over a reference that it can't resolve as it is written, which everybody can guess who knows the vault's name.
        // Source: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#troubleshoot-key-vault-references
        var text = configuration.Text(name);
        if (configuration.IsUnresolved(name))
            faults.Add(
                $"{name} is still a reference to a Key Vault, which Azure could not resolve. Check that the secret exists, that " +
                "the app's identity may read it, and that the network allows it.");
        return text;
    }

    /// <summary>Whether a setting is still a reference to a Key Vault.</summary>
    public static bool IsUnresolved(this IConfiguration configuration, string name)
        => configuration.Text(name)?.Contains(VaultReference, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What a setting says that is a secret sent as a header; null when it says nothing.</summary>
    public static string? Header(this IConfiguration configuration, string name, List<string> faults)
    {
        // Some servers end at a header with other characters.
        var text = configuration.Secret(name, faults);
        if (text is not null && !text.All(c => c is > ' ' and <= '~'))
            faults.Add($"{name} may contain only letters, digits and punctuation of ASCII, and no spaces.");
        return text;
    }
}
