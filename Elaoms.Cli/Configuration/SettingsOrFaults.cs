using Elaoms.Core.Settings;

namespace Elaoms.Cli.Configuration;

/// <summary>Reads the settings, or ends with all that is wrong with them.</summary>
internal static class SettingsOrFaults
{
    /// <exception cref="CliException">There are faults; the message lists them all.</exception>
    public static ElaomsSettings Read(CliConfiguration configuration, IReadOnlyCollection<string> ownAddresses)
    {
        var reading = new SettingsReader(configuration.Values).Read(ownAddresses);
        return reading.Settings ?? throw new CliException(reading.Describe());
    }
}
