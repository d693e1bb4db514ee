namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>A row of a sheet, to be read by a person.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Kind">The kind of fact; <c>greeting</c>, <c>profile</c> or <c>errand</c>.</param>
/// <param name="Value">What was learned, or would be told.</param>
/// <param name="Words">The caller's words that it rests on, before redaction; empty for what rests on none.</param>
/// <param name="Agent">What the agent said before them.</param>
/// <param name="Confidence">How sure it is; empty as long as facts don't say.</param>
internal sealed record SheetRow(string Call, string Kind, string Value, string Words, string Agent, string Confidence);
