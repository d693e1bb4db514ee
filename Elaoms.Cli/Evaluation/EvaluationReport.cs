using System.Text.Json;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation;

/// <summary>What an evaluation prints.</summary>
/// <param name="Groups">The measures.</param>
/// <param name="Faults">How many lines and files are no calls.</param>
/// <param name="FirstFaults">Where the first of these are, and why.</param>
internal sealed record EvaluationReport(IReadOnlyList<EvaluationMeasure> Groups, int Faults, IReadOnlyList<string> FirstFaults)
{
    /// <summary>The report for machines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationReport);

    /// <summary>The report for people.</summary>
    public string ToText()
    {
        var parts = Groups.Count == 0 ? ["No call was found."] : Groups.Select(group => EvaluationText.Of(group).TrimEnd()).ToList();
        if (Faults > 0)
        {
            var named = FirstFaults.Select(fault => "  " + fault).Prepend($"{Faults} lines or files are not calls:");
            parts.Add(string.Join(Environment.NewLine, Faults > FirstFaults.Count ? named.Append("  ...") : named));
        }

        return string.Join(Environment.NewLine + Environment.NewLine, parts);
    }
}
