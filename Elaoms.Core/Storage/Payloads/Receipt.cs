using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>Says that a payload is done with. A payload without one is still to be learned.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">Why nothing was learned, or what failed; null when it was learned.</param>
/// <param name="Tries">How many tries it took.</param>
public sealed record Receipt(ReceiptResult Result, string? Reason, int Tries) : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "receipt";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}
