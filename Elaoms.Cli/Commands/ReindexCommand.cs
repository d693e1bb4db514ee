using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Indexing;
using Elaoms.Core.Memories;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms reindex</c>: brings an OpenMemory server up to date from our own records.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Give the server every memory again, also those that it is noted to hold." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "reindex",
            "Bring the OpenMemory server up to date from the callers' records: after a new server, a new key or another version. May run beside a running server, and be cut short: the next "
                + "run, or the running server, goes on with the rest.")
        {
            all, envFile,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []);
            if (settings.OpenMemory is null)
                throw new CliException($"{SettingNames.OpenMemoryPort} is not set: the embedded engine needs no indexing.");
            return await OwnStorage.UseAsync(settings, storage => ReindexAsync(arguments.GetValue(all), storage, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ReindexAsync(bool all, IServiceProvider storage, CancellationToken cancellationToken)
    {
        try
        {
            await storage.GetServices<IMemoryEngine>().Last().CheckAsync(cancellationToken);
        }
        catch (EngineException fault)
        {
            throw new CliException(fault.Message + ".", fault) { Code = ExitCode.Failure };
        }

        var result = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async screen =>
            {
                var bar = screen.AddTask("Callers", maxValue: 1);
                var progress = new ProgressOfBar(bar);
                var end = await storage.GetRequiredService<Reindex>().RunAsync(all, progress, cancellationToken);
                progress.Report(end);
                return end;
            });
        await Console.Out.WriteLineAsync($"{result.Done} of {result.Callers} callers are up to date.");
        if (result.Failed == 0)
            return ExitCode.Success;
        await Console.Error.WriteLineAsync(result.EngineDown
            ? "The server can't be used any more (elaoms doctor says why); run this again to go on."
            : $"{result.Failed} callers failed; a running server tries them again, or run this again.");
        return ExitCode.Failure;
    }

    private sealed class ProgressOfBar(ProgressTask bar) : IProgress<ReindexProgress>
    {
        public void Report(ReindexProgress value)
        {
            bar.MaxValue = Math.Max(1, value.Callers);
            bar.Value = value.Callers == 0 ? 1 : value.Done + value.Failed;
        }
    }
}
