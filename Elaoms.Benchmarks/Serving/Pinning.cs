using System.Diagnostics;
using System.Globalization;

namespace Elaoms.Benchmarks.Serving;

/// <summary>Ties processes to processors with <c>taskset</c>, where it is there.</summary>
internal static class Pinning
{
    public const string Program = "taskset";

    public static bool IsPossible { get; } = OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Ties every thread of this process to a processor.</summary>
    public static async Task PinThisProcessAsync(int processor, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-a", "-c", "-p", processor.ToString(CultureInfo.InvariantCulture),
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(
            new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }
}
