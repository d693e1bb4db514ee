namespace Elaoms.Core.Processing;

/// <summary>How fast a process learns that also answers callers; the storage says what suits it.</summary>
/// <param name="Lanes">How many calls are learned at a time.</param>
/// <param name="RestPerWork">
/// How long a lane rests after a call while deliveries come, as a multiple of the time it worked: a sender waits for its answer, learning
/// can wait. 0 where learning mostly waits for the storage.
/// </param>
public sealed record LearningPace(int Lanes, int RestPerWork);
