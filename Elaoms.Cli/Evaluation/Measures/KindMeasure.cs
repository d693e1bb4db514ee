namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Facts of one kind.</summary>
/// <param name="Kind">The key of the kind.</param>
/// <param name="Facts">How many there are.</param>
/// <param name="PerCall">How many there are in a call, on average.</param>
/// <param name="Calls">In how many calls there are some.</param>
/// <param name="Confidence">How many there are of each confidence; empty as long as facts don't say.</param>
internal sealed record KindMeasure(string Kind, int Facts, double PerCall, Proportion Calls, IReadOnlyDictionary<string, int> Confidence);
