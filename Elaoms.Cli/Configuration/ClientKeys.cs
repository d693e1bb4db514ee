using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Configuration;

/// <summary>The keys that a client of the webhooks needs: the first of each list.</summary>
/// <param name="PostCall">Signs post-call deliveries.</param>
/// <param name="ClientData">Opens client-data.</param>
/// <param name="SearchData">Opens search-data; null where it is open.</param>
internal sealed record ClientKeys(string PostCall, string ClientData, string? SearchData)
{
    /// <exception cref="CliException">A key is missing.</exception>
    public static ClientKeys Read(IConfiguration values) => new(
        First(values, SettingNames.PostCallKey),
        First(values, SettingNames.ClientDataKey),
        FirstOrNull(values, SettingNames.SearchDataKey));

    /// <summary>The first of a list.</summary>
    /// <exception cref="CliException">It is missing.</exception>
    public static string First(IConfiguration values, string name)
        => FirstOrNull(values, name)
            ?? throw new CliException($"{name} is not set. Set it to the server's value, in the environment or in .env.");

    private static string? FirstOrNull(IConfiguration values, string name)
        => values[name]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
