namespace Elaoms.Core.Json;

/// <summary>
/// A document in its stored form. Raise the form when a reader of the old form would misread a new document, or lose a part of it by
/// writing it back.
/// </summary>
public interface IStoredDocument
{
    /// <summary>What it is called in messages and metrics.</summary>
    static abstract string Kind { get; }

    /// <summary>The form that this program writes, and the newest that it reads.</summary>
    static abstract int CurrentVersion { get; }

    /// <summary>The form in which this document is; 1 for those that were written before forms were numbered.</summary>
    int Version { get; }
}
