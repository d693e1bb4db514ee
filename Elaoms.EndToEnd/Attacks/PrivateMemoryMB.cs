using System.Globalization;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>How much memory a process has of its own: without files that are mapped, payloads among them.</summary>
internal static class PrivateMemoryMB
{
    /// <summary>In megabytes; null where the system does not say it in this way.</summary>
    public static int? Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"))
            .First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
