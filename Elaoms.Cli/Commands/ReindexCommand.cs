using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing;
using Elaoms.Core.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary>
/// <c>elaoms reindex</c>: makes from our own records what can be made of them: the list of calls, and what engines beside our own index
/// hold.
/// </summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all")
        {
            Description = "Send every memory again, including those that are already indexed.",
        };
        var list = new Option<bool>("--list") { Description = "Make only the list of callers and calls." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "reindex",
            """
            Make the list of callers and calls anew, and bring OpenMemory and embeddings up to date from the callers' records.

            Run it after you upgraded from a version without the list, or changed the server, its key, its version or its model.
            You can run it beside a running server. If it is interrupted, the next run or the running server continues.
            With --list it makes only the list.
            """)
        {
            all, list, envFile,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []);
            if (settings.Azure is null && !File.Exists(settings.DatabasePath))
                throw new CliException($"The storage can't be used: {settings.DatabasePath} does not exist.");
            return await ConfiguredStorage.UseAsync(
                settings,
                async storage =>
                {
                    var listed = await ListAsync(storage, cancellationToken);
                    var indexed = settings.HasEnginesToTell && !arguments.GetValue(list)
                        ? await ReindexAsync(arguments.GetValue(all), storage, cancellationToken)
                        : ExitCode.Success;
                    return Math.Max(listed, indexed);
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListAsync(IServiceProvider storage, CancellationToken cancellationToken)
    {
        var rebuild = storage.GetRequiredService<RebuildCallList>();
        var result = await CallersBar.RunAsync(
            progress => rebuild.RunAsync(progress, cancellationToken),
            value => (value.Done, value.Callers),
            inPipe: new Progress<CallListProgress>());
        await Console.Out.WriteLineAsync($"{result.Done} callers and {result.Calls} calls are listed.");
        if (result.Failed == 0)
            return ExitCode.Success;
        await Console.Error.WriteLineAsync(
            $"{result.Failed} callers or calls could not be listed, and outdated entries were left. Run this command again.");
        return ExitCode.Failure;
    }

    private static async Task<int> ReindexAsync(bool all, IServiceProvider storage, CancellationToken cancellationToken)
    {
        await CheckAsync([.. storage.GetServices<IMemoryEngine>()], cancellationToken);
        var reindex = storage.GetRequiredService<Reindex>();
        var result = await CallersBar.RunAsync(
            progress => reindex.RunAsync(all, progress, cancellationToken),
            value => (value.Done + value.Failed, value.Callers),
            inPipe: new Progress<ReindexProgress>());
        await Console.Out.WriteLineAsync($"{result.Done} of {result.Callers} callers are up to date.");
        if (result.Failed == 0)
            return ExitCode.Success;
        await Console.Error.WriteLineAsync(result.EngineDown
            ? "No server is available any more. Run elaoms doctor to see why, then run this command again to continue."
            : $"{result.Failed} callers failed. A running server retries them, or run this command again.");
        return ExitCode.Failure;
    }

    // One that can't be used keeps no other from being told.
    private static async Task CheckAsync(IReadOnlyList<IMemoryEngine> engines, CancellationToken cancellationToken)
    {
        var faults = new List<EngineException>();
        foreach (var engine in engines)
        {
            try
            {
                await engine.CheckAsync(cancellationToken);
            }
            catch (EngineException fault)
            {
                faults.Add(fault);
                if (engines.Count > 1)
                    await Console.Error.WriteLineAsync(fault.Message + ".");
            }
        }

        if (faults.Count == engines.Count)
            throw new CliException(faults[^1].Message + ".", faults[^1]) { Code = ExitCode.Failure };
    }
}
