using System.Globalization;

namespace Elaoms.Core.Json;

/// <summary>
/// A stored document has a newer form than this program knows. The document is left as it is; try again later, or with the newer program.
/// The message holds nothing of a caller.
/// </summary>
public sealed class NewerDocumentException : Exception
{
    /// <summary>Names the document and its form.</summary>
    public NewerDocumentException(string kind, long version, int newestKnown)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"A newer ELAOMS wrote a stored {kind} in form {version}, and this one reads forms up to {newestKnown}"))
        => Kind = kind;

    /// <inheritdoc />
    public NewerDocumentException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public NewerDocumentException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public NewerDocumentException()
    {
    }

    /// <summary>What the document is called, out of a small set.</summary>
    public string Kind { get; } = "document";
}
