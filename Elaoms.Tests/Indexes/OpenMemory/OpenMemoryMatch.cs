namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A memory that was found.</summary>
/// <param name="Memory">As it was when it was found.</param>
/// <param name="Score">How far above or below the others of the result.</param>
/// <param name="Salience">Its weight then.</param>
internal sealed record OpenMemoryMatch(ServerMemory Memory, double Score, double Salience);
