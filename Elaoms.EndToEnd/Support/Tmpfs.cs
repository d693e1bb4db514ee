using System.Diagnostics;
using System.Globalization;

namespace Elaoms.EndToEnd;

/// <summary>A small file system of a test's own, which only root can mount.</summary>
internal sealed class Tmpfs : IDisposable
{
    /// <summary>Why there can be none here; null when there can.</summary>
    public static readonly string? Obstacle = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMount()
        ? null
        : "Only root can mount a file system; FullDiskTests without a mount runs everywhere on Linux.";

    private readonly TempFolder _folder = new();

    /// <summary>Mounts one.</summary>
    /// <param name="bytes">How much fits.</param>
    public Tmpfs(long bytes)
        => Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={bytes}"), "tmpfs", _folder.Path);

    public string Path => _folder.Path;

    /// <summary>Writes until nothing fits any more.</summary>
    public void Fill()
    {
        using var filler = new FileStream(
            System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                filler.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static bool CanMount()
    {
        try
        {
            using var tried = new Tmpfs(4096);
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {errors}");
    }
}
