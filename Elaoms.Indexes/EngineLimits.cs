namespace Elaoms.Indexes;

/// <summary>How much an engine can take.</summary>
/// <param name="SearchesAtATime">How many searches a process sends at a time; who comes above that finds nothing.</param>
/// <param name="WritesAtATime">How many other requests a process sends at a time; who comes above that waits.</param>
/// <param name="LongestTry">How long one of these may take.</param>
/// <param name="LongestWrite">How long it may take with its repetitions and the waiting between.</param>
public sealed record EngineLimits(int SearchesAtATime, int WritesAtATime, TimeSpan LongestTry, TimeSpan LongestWrite);
