namespace Elaoms.Extraction.Rules;

/// <summary>Something that a turn of the caller states.</summary>
/// <param name="Key">The kind of fact.</param>
/// <param name="Value">What is so, or what is so no longer; empty for whatever was so.</param>
/// <param name="Ends">Whether it says that something holds no longer.</param>
/// <param name="Turn">The turn's position in the transcript; null when the platform's summary of the call states it.</param>
/// <param name="Quote">The sentence that states it; null when the summary does.</param>
internal sealed record Statement(string Key, string Value, bool Ends, int? Turn, string? Quote)
{
    /// <summary>Whether it is a name that the caller spelled: nothing is surer.</summary>
    public bool IsSpelled { get; init; }
}
