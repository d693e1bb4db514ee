using Spectre.Console;

namespace Elaoms.Cli.Commands;

/// <summary>Shows on a terminal how many callers are done.</summary>
internal static class CallersBar
{
    /// <summary>Runs work over all callers under a bar. In a pipe a bar would be a line each time it grows, so there is none.</summary>
    /// <param name="work">The work; it reports how far it has come, and returns that at its end.</param>
    /// <param name="of">How many callers of how many are done.</param>
    /// <param name="inPipe">Takes the reports if the output is not a terminal.</param>
    public static Task<T> RunAsync<T>(Func<IProgress<T>, Task<T>> work, Func<T, (int Done, int Callers)> of, IProgress<T> inPipe)
        => Console.IsOutputRedirected
            ? work(inPipe)
            : AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async screen =>
                {
                    var bar = new Bar<T>(screen.AddTask("Callers", maxValue: 1), of);
                    var end = await work(bar);
                    bar.Report(end);
                    return end;
                });

    private sealed class Bar<T>(ProgressTask task, Func<T, (int Done, int Callers)> of) : IProgress<T>
    {
        public void Report(T value)
        {
            var (done, callers) = of(value);
            task.MaxValue = Math.Max(1, callers);
            task.Value = callers == 0 ? 1 : done;
        }
    }
}
