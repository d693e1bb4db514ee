namespace Elaoms.Cli.Scenarios;

/// <summary>Plays a scenario before the user's eyes.</summary>
internal static class ScenarioScreen
{
    /// <summary>Shows each step as it ends.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ShowAsync(MemoryScenario scenario, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var step in scenario.PlayAsync(cancellationToken))
                CommandOutput.WriteLine(
                    $"[green]ok[/] [grey]{step.Took.TotalMilliseconds,8:0.0} ms[/]  [bold]{step.Title}[/]: {step.Result}");
            return ExitCode.Success;
        }
        catch (ScenarioFailedException fault)
        {
            CommandOutput.WriteLine($"[red]failed[/]  {fault.Message}");
            return ExitCode.Failure;
        }
    }
}
