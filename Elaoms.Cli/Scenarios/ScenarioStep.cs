namespace Elaoms.Cli.Scenarios;

/// <summary>A step that came out as it must.</summary>
/// <param name="Title">What was done.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Took">How long it took.</param>
internal sealed record ScenarioStep(string Title, string Result, TimeSpan Took);
