namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Greetings by name at the next call.</summary>
/// <param name="Greeted">Calls whose caller would be greeted by name.</param>
/// <param name="Wrong">Of greeted callers with a labelled name: those greeted by something that is no part of it.</param>
/// <param name="Unlabelled">Callers who would be greeted though the labels of the call name nobody.</param>
internal sealed record GreetingMeasure(Proportion Greeted, Proportion Wrong, int Unlabelled);
