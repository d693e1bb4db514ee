namespace Elaoms.Core.Processing;

/// <summary>How fast a process learns that also answers callers; the storage says what suits it.</summary>
/// <param name="Lanes">How many calls are learned at a time.</param>
/// <param name="RestPerWork">
/// How many times as long as it worked a lane rests after a call while deliveries come: a sender waits for its answer, learning can wait. 0 where learning is waiting itself.
/// </param>
public sealed record LearningPace(int Lanes, int RestPerWork);
