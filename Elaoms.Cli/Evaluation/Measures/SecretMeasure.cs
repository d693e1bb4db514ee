namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Labelled secrets of one name.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Values">How many there are.</param>
/// <param name="Redacted">How many stand nowhere in what is kept.</param>
/// <param name="Partly">How many left a run of three characters or more in their turn.</param>
/// <param name="Readable">How many stay readable as a whole.</param>
internal sealed record SecretMeasure(string Label, int Values, int Redacted, int Partly, Proportion Readable);
