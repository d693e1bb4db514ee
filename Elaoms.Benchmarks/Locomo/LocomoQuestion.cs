namespace Elaoms.Benchmarks.Locomo;

/// <summary>A question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Category">What kind it is.</param>
/// <param name="Evidence">The turns that answer it, each once.</param>
internal sealed record LocomoQuestion(string Text, string Category, IReadOnlyList<Place> Evidence);
