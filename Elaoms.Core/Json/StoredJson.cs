using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Elaoms.Core.Json;

/// <summary>Reads and writes stored documents, the same for every storage.</summary>
public static class StoredJson
{
    /// <summary>
    /// How stored JSON is written: letters of all languages as they are, since nothing of it stands in a page of HTML.
    /// </summary>
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // JSON can't hold this byte.
    private const byte EndOfJson = 0;

    private static readonly byte[] VersionName = "version"u8.ToArray();

    /// <summary>Reads a document.</summary>
    /// <param name="stored">The stored bytes, of which the document may keep a part.</param>
    /// <param name="type">How it is written.</param>
    /// <exception cref="NewerDocumentException">It is of a newer form than this program knows.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> stored, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
    {
        var end = stored.Span.IndexOf(EndOfJson);
        if (end < 0)
            return ReadJson(stored.Span, type);
        var document = ReadJson(stored.Span[..end], type);
        return document is IAttachedDocument<T> attached ? attached.WithAttachment(stored[(end + 1)..]) : document;
    }

    /// <summary>Writes a document.</summary>
    public static byte[] Write<T>(T document, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
    {
        var output = WriteJson(document, type);
        if (document is IAttachedDocument<T> { Attachment: { IsEmpty: false } attachment })
        {
            output.Write([EndOfJson]);
            output.Write(attachment.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a part of an attachment.</summary>
    public static ReadOnlyMemory<byte> WritePart<T>(T part, JsonTypeInfo<T> type) => WriteJson(part, type).WrittenMemory;

    private static ArrayBufferWriter<byte> WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        JsonSerializer.Serialize(writer, value, type);
        return output;
    }

    private static T ReadJson<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
    {
        long version;
        try
        {
            if (JsonSerializer.Deserialize(json, type) is not { } document)
                throw new JsonException($"A stored {T.Kind} is null.");
            if (document.Version <= T.CurrentVersion)
                return document;
            version = document.Version;
        }
        catch (JsonException) when (VersionOf(json) > T.CurrentVersion)
        {
            // A newer form need not have the fields that ours must have.
            version = VersionOf(json);
        }

        throw new NewerDocumentException(T.Kind, version, T.CurrentVersion);
    }

    private static long VersionOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isVersion = reader.ValueTextEquals(VersionName);
                reader.Read();
                if (isVersion)
                    return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var version) ? version : 0;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Damaged, of whatever form.
        }

        return 0;
    }
}
