using Microsoft.Extensions.Configuration;
namespace Elaoms.Core.Settings;

/// <summary>A key of somebody who may use the operator API; one of <c>OPERATOR_KEYS</c>.</summary>
/// <param name="Name">Who it belongs to; the audit log names it.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Key">The key, of at least <see cref="MinLength"/> visible ASCII characters without a comma. A secret.</param>
public sealed record OperatorKey(string Name, OperatorRole Role, string Key)
{
    /// <summary>The shortest key.</summary>
    public const int MinLength = 32;

    /// <summary>The longest key.</summary>
    public const int MaxLength = 256;

    private const int MaxNameLength = 32;

    /// <summary>Reads keys written as <c>name:role=key</c>.</summary>
    /// <param name="entries">What stood between the commas.</param>
    /// <param name="setting">The setting, for faults.</param>
    /// <param name="faults">Gets what is wrong, without a key.</param>
    public static IReadOnlyList<OperatorKey> Read(IEnumerable<string> entries, string setting, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(faults);
        var keys = new List<OperatorKey>();
        foreach (var entry in entries)
        {
            if (Read(entry) is not { } key)
                faults.Add(
                    $"{setting} must be name:role=key, several separated by commas. A name has letters, digits, dots and hyphens, at most "
                    + $"{MaxNameLength}; a role is reader or operator; a key has {MinLength} to {MaxLength} characters. Make one with "
                    + "`openssl rand -hex 32`.");
            else if (keys.Exists(other => other.Key == key.Key))
                faults.Add($"{setting} has one key twice.");
            else if (keys.Exists(other => other.Name == key.Name && other.Role != key.Role))
                faults.Add($"{setting} has two roles for {key.Name}. Several keys of one name must have the same role.");
            else
                keys.Add(key);
        }

        return keys;
    }

    /// <summary>Reads no secret out.</summary>
    public override string ToString() => $"{Name}:{Role}";

    private static OperatorKey? Read(string entry)
    {
        // The name and the role hold neither sign, and the key may end with the second.
        var (colon, equals) = (entry.IndexOf(':', StringComparison.Ordinal), entry.IndexOf('=', StringComparison.Ordinal));
        if (colon < 1 || equals < colon)
            return null;
        var (name, role, key) = (entry[..colon], entry[(colon + 1)..equals], entry[(equals + 1)..]);
        return name.Length <= MaxNameLength
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
            && RoleOf(role) is { } known
            && key.Length is >= MinLength and <= MaxLength
            && key.All(letter => letter is > ' ' and <= '~')
                ? new OperatorKey(name, known, key)
                : null;
    }

    private static OperatorRole? RoleOf(string text) => text.ToUpperInvariant() switch
    {
        "READER" => OperatorRole.Reader,
        "OPERATOR" => OperatorRole.Operator,
        _ => null,
    };
}

/// <summary>What somebody may do by the operator API. Each role may do what those before it may.</summary>
public enum OperatorRole
{
    /// <summary>Looks, and changes nothing.</summary>
    Reader,

    /// <summary>Also changes, replays and erases.</summary>
    Operator,
}

/// <summary>How operators sign in to the console with Microsoft Entra ID, where that is wanted.</summary>
/// <param name="TenantId">The directory: accounts of no other get in.</param>
/// <param name="ClientId">The app registration.</param>
/// <param name="Console">The console's address as people see it.</param>
/// <param name="Authority">Where Entra ID is: another address in national clouds.</param>
public sealed record EntraSettings(Guid TenantId, Guid ClientId, Uri Console, Uri Authority)
{
    private const string Public = "https://login.microsoftonline.com";

    /// <summary>Where Entra ID sends people back to. The app registration has the same.</summary>
    public string RedirectUri => Console.AbsoluteUri.TrimEnd('/') + "/sign-in/entra";

    /// <summary>Where Entra ID describes itself (OpenID Connect Discovery 1.0).</summary>
    public string Metadata => $"{Authority.AbsoluteUri.TrimEnd('/')}/{TenantId}/v2.0/.well-known/openid-configuration";

    /// <summary>Reads the settings; null where they don't ask for it, and where they are wrong.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="faults">Gets what is wrong.</param>
    public static EntraSettings? Read(IConfiguration configuration, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(faults);
        if (configuration[SettingNames.ConsoleEntraTenant] is not { Length: > 0 } tenant)
            return null;
        var before = faults.Count;
        var tenantId = IdOf(SettingNames.ConsoleEntraTenant, tenant, faults);
        var clientId = IdOf(SettingNames.ConsoleEntraClient, configuration[SettingNames.ConsoleEntraClient], faults);
        var console = AddressOf(SettingNames.ConsoleUrl, configuration[SettingNames.ConsoleUrl], faults);
        var authority = AddressOf(
            SettingNames.ConsoleEntraAuthority,
            configuration[SettingNames.ConsoleEntraAuthority] is { Length: > 0 } other ? other : Public,
            faults);
        return faults.Count == before ? new EntraSettings(tenantId, clientId, console!, authority!) : null;
    }

    private static Guid IdOf(string name, string? text, ICollection<string> faults)
    {
        if (!Guid.TryParse(text, out var id))
            faults.Add($"{name} must be an id of Microsoft Entra ID, such as 72f988bf-86f1-41af-91ab-2d7cd011db47.");
        return id;
    }

    private static Uri? AddressOf(string name, string? text, ICollection<string> faults)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
            return address;
        faults.Add($"{name} must be an https address, such as https://memory.example/console.");
        return null;
    }
}
