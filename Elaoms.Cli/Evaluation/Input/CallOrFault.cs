namespace Elaoms.Cli.Evaluation.Input;

/// <summary>What a line of a file is: a call, or why it is none.</summary>
internal readonly record struct CallOrFault(EvaluatedCall? Call, InputFault? Fault);
