namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>A row of a sheet that a person has filled in, or not yet.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Verdict">The verdict; null while there is none.</param>
/// <param name="Error">What is wrong, in the person's words; empty when nothing is said.</param>
internal sealed record JudgedRow(string Kind, SheetVerdict? Verdict, string Error);
