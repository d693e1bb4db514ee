namespace Elaoms.Core.Json;

/// <summary>A document with bytes of its own form behind its JSON, which are read only where they are needed.</summary>
public interface IAttachedDocument<T> : IStoredDocument
{
    /// <summary>The bytes; empty when there are none.</summary>
    ReadOnlyMemory<byte> Attachment { get; }

    /// <summary>The document with the bytes that were stored behind it.</summary>
    T WithAttachment(ReadOnlyMemory<byte> attachment);
}
