using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Web.Http;

/// <summary>One file of a page, held compressed because that is how nearly every browser takes it.</summary>
internal sealed class EmbeddedAsset
{
    private readonly byte[] _compressed;

    private EmbeddedAsset(string contentType, byte[] compressed)
    {
        _compressed = compressed;
        ContentType = contentType;
        // Weak, because it names the plain and the compressed form alike.
        ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(compressed).AsSpan(0, 8))}\"";
    }

    /// <summary>What the file is.</summary>
    public string ContentType { get; }

    /// <summary>The file as gzip.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed;

    /// <summary>Names this version of the file.</summary>
    public string ETag { get; }

    /// <summary>Takes a file from an assembly, where it may lie plain or as gzip.</summary>
    public static EmbeddedAsset Load(Assembly assembly, string resource, string contentType)
    {
        var content = Read(assembly, resource);
        return new EmbeddedAsset(contentType, IsCompressed(content) ? content : Compress(content));
    }

    /// <summary>Takes a text file from an assembly and changes parts of it.</summary>
    public static EmbeddedAsset LoadText(
        Assembly assembly, string resource, string contentType, params ReadOnlySpan<(string From, string To)> replacements)
    {
        var content = Read(assembly, resource);
        var text = new StringBuilder(Encoding.UTF8.GetString(IsCompressed(content) ? Decompress(content) : content));
        foreach (var (from, to) in replacements)
            text.Replace(from, to);
        return new EmbeddedAsset(contentType, Compress(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The file as it was before compression.</summary>
    public Stream OpenPlain() => new GZipStream(new MemoryStream(_compressed, writable: false), CompressionMode.Decompress);

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var source = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {resource}.");
        var content = new byte[source.Length];
        source.ReadExactly(content);
        return content;
    }

    private static bool IsCompressed(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return target.ToArray();
    }

    private static byte[] Decompress(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content, writable: false), CompressionMode.Decompress);
        using var target = new MemoryStream();
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
