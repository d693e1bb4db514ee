using System.IO.Compression;

namespace Elaoms.Tests.Jobs;

/// <summary>The files of a ZIP.</summary>
public static class ZipFiles
{
    public static IReadOnlyDictionary<string, byte[]> Read(Stream zip)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stored = entry.Open();
        using var content = new MemoryStream();
        stored.CopyTo(content);
        return content.ToArray();
    }
}
