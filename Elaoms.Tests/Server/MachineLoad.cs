using System.Globalization;

namespace Elaoms.Tests.Server;

/// <summary>How much the machine has to do.</summary>
public static class MachineLoad
{
    private const string LoadAverages = "/proc/loadavg";
    private const double Most = 20;

    /// <summary>
    /// How many processes want each core, averaged over the last minute: 1 to 20. Always 1 where the system does not tell.
    /// </summary>
    public static double PerCore => File.Exists(LoadAverages)
        ? Math.Clamp(
            double.Parse(File.ReadAllText(LoadAverages).Split(' ')[0], CultureInfo.InvariantCulture) / Environment.ProcessorCount, 1, Most)
        : 1;
}
