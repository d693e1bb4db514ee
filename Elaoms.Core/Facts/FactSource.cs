namespace Elaoms.Core.Facts;

/// <summary>What a fact rests on.</summary>
/// <param name="ConversationId">The call it comes from.</param>
/// <param name="Kind">How it was found: <see cref="DataCollection"/>, <see cref="Statement"/> or <see cref="CallSummary"/>.</param>
/// <param name="Turn">The caller's turn, as its 0-based position in the transcript; null when it is none.</param>
/// <param name="Quote">The words it rests on; null when it rests on the platform's analysis.</param>
public sealed record FactSource(string ConversationId, string Kind, int? Turn = null, string? Quote = null)
{
    /// <summary>The platform's analysis collected it.</summary>
    public const string DataCollection = "data_collection";

    /// <summary>The caller said so.</summary>
    public const string Statement = "statement";

    /// <summary>The platform's summary of the call says so.</summary>
    public const string CallSummary = "call_summary";
}
