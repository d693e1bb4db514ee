namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What was found, best first. Scores are relative to each other and say nothing.</summary>
internal sealed record QueryAnswer(IReadOnlyList<QueryMatch?>? Matches);
