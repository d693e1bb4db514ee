namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Redactions in turns.</summary>
/// <param name="ByKind">How many there are of each kind.</param>
/// <param name="OverNoSecret">In calls with labels: how many lie over what no label calls secret, of those whose place is known.</param>
/// <param name="Over">What these lie over: the kind, and the labels of what was said, or that there is none.</param>
internal sealed record RedactionMeasure(
    IReadOnlyDictionary<string, int> ByKind, Proportion OverNoSecret, IReadOnlyDictionary<string, int> Over);
