using Elaoms.Core.Settings;

namespace Elaoms.Cli.Configuration;

/// <summary>Reads the settings, or ends with all that is wrong with them.</summary>
internal static class SettingsOrFaults
{
    /// <param name="configuration">The values.</param>
    /// <param name="ownAddresses">The addresses this process will serve.</param>
    /// <param name="hint">What is said after the faults; null for nothing.</param>
    /// <exception cref="CliException">There are faults; the message lists them all.</exception>
    public static ElaomsSettings Read(CliConfiguration configuration, IReadOnlyCollection<string> ownAddresses, string? hint = null)
    {
        var reading = new SettingsReader(configuration.Values).Read(ownAddresses);
        return reading.Settings ?? throw new CliException(reading.Describe() + (hint is null ? "" : "\n" + hint));
    }
}
