using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation;

/// <summary>What <c>--json</c> prints.</summary>
/// <param name="Groups">The measures.</param>
/// <param name="UnreadLines">Lines and files that are no calls.</param>
/// <param name="Faults">Where the first of these are, and why.</param>
internal sealed record EvaluationReport(IReadOnlyList<EvaluationMeasure> Groups, int UnreadLines, IReadOnlyList<string> Faults);
