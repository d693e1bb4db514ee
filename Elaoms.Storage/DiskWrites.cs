using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage;

/// <summary>Tries a disk by writing to it.</summary>
internal static class DiskWrites
{
    /// <summary>How much is written for a try, in bytes: some blocks of any file system.</summary>
    public const int ProbeBytes = 16 << 10;

    /// <summary>Writes a file into a folder, brings it to the disk, and deletes it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="volumes">Tells what is free there.</param>
    /// <param name="minFreeBytes">What deliveries must leave free (<c>MIN_FREE_BYTES</c>).</param>
    /// <exception cref="IOException">The disk is so full that deliveries are refused, or the file can't be written for
    /// another reason.</exception>
    public static void TryIn(string folder, IFreeSpace volumes, long minFreeBytes)
    {
        if (volumes.AvailableBytes(folder) is { } free && free < minFreeBytes)
            throw new IOException(
                $"Only {free} bytes are free at {folder}, less than {SettingNames.MinFreeBytes} ({minFreeBytes}): deliveries get 503.");

        // Somebody may have tidied up while we run.
        PrivateFiles.CreateDirectory(folder);
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".tmp");

        // Random, so that a file system that compresses needs the room too.
        Span<byte> content = stackalloc byte[ProbeBytes];
        RandomNumberGenerator.Fill(content);
        try
        {
            using var probe = PrivateFiles.Create(path);
            probe.Write(content);
            probe.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
