using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Says that a caller's record has changed and waits to be indexed. Like a queue message it is hidden while somebody works on it, and for a
/// while after a failure.
/// </summary>
/// <param name="NotBefore">Until then it is somebody's, or waits after a failure.</param>
/// <param name="IsTaken">Whether somebody works on it, if <paramref name="NotBefore"/> lies ahead.</param>
/// <param name="Tries">How many tries have failed in a row, this one counted.</param>
public sealed record IndexTask(DateTimeOffset NotBefore, bool IsTaken, int Tries) : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "index task";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}
