using System.Diagnostics;
using Elaoms.Benchmarks.Serving;

namespace Elaoms.Benchmarks.Load;

/// <summary>What the disk does by itself: one writer appends payloads to a file and flushes each.</summary>
internal static class DiskAppends
{
    /// <summary>Measures it on the disk that the server's folders are on.</summary>
    /// <param name="bytes">How long a payload is.</param>
    /// <param name="counted">For how long.</param>
    /// <returns>Appends per second.</returns>
    public static double PerSecond(int bytes, TimeSpan counted)
    {
        using var folder = new TemporaryFolder();
        using var file = File.OpenHandle(Path.Combine(folder.Path, "appends"), FileMode.CreateNew, FileAccess.Write);
        var payload = new byte[bytes];
        Random.Shared.NextBytes(payload);
        var (begin, appended) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(begin) < counted)
        {
            RandomAccess.Write(file, payload, (long)appended++ * bytes);
            RandomAccess.FlushToDisk(file);
        }

        return appended / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
