using System.Globalization;

namespace Elaoms.Core.Json;

/// <summary>
/// A stored document is of a newer form than this program knows. It is left as it is: whatever wanted to read it must be tried again later, or by the newer program. The message holds
/// nothing of a caller.
/// </summary>
public sealed class NewerDocumentException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="kind">What the document is called.</param>
    /// <param name="version">Its form.</param>
    /// <param name="newestKnown">The newest form that this program reads.</param>
    public NewerDocumentException(string kind, long version, int newestKnown)
        : base(string.Create(CultureInfo.InvariantCulture, $"A stored {kind} is of form {version}, which a newer ELAOMS wrote; this one reads forms up to {newestKnown}"))
        => Kind = kind;

    /// <summary>Makes one with a message.</summary>
    public NewerDocumentException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public NewerDocumentException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Makes one without a message.</summary>
    public NewerDocumentException()
    {
    }

    /// <summary>What the document is called, out of a small set.</summary>
    public string Kind { get; } = "document";
}
