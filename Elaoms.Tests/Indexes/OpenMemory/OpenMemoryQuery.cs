namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A search. Equal ones have one result for a while.</summary>
/// <param name="Text">What is looked for.</param>
/// <param name="Count">How many are wanted.</param>
/// <param name="User">Whose memories; null for everybody's.</param>
/// <param name="Sector">The only sector; null for all.</param>
/// <param name="MinSalience">The least weight.</param>
/// <param name="From">The first time of adding, in Unix ms.</param>
/// <param name="To">The last.</param>
/// <param name="ScansAll">Whether the best of all users are taken, and of those the user's.</param>
internal sealed record OpenMemoryQuery(
    string Text, int Count, string? User, string? Sector, double? MinSalience, double? From, double? To, bool ScansAll);
