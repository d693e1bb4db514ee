using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Search;

/// <summary>A memory that was found; what the same side said again in the same words is found once, as it was said last.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Count">How often it was said.</param>
/// <param name="Over">The values of the facts that it states and that hold no longer.</param>
/// <param name="IsWithheld">
/// Whether it must not be told by itself: it instructs the model, or claims an authority that nobody checked.
/// </param>
/// <param name="Confidence">How far it is to be believed, where it is a fact; null for what was said or summed up.</param>
public sealed record FoundMemory(Memory Memory, int Count, IReadOnlyList<string> Over, bool IsWithheld, FactConfidence? Confidence = null)
{
    /// <summary>
    /// The share of such results that answered what was asked, 0..1: docs/memory.md tells on what that was measured.
    /// <see cref="Ranking.Relevance.Floor"/> where nothing was.
    /// </summary>
    public double Relevance { get; init; } = Ranking.Relevance.Floor;
}
