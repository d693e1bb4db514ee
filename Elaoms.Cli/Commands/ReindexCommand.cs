using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms reindex</c>: brings the engines beside our own index up to date from our own records.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all")
        {
            Description = "Give the engines every memory again, also those that they are noted to hold.",
        };
        var envFile = Options.EnvFile();
        var command = new Command(
            "reindex",
            "Bring OpenMemory and embeddings up to date from the callers' records: after a new server, a new key, another version or "
                + "model. May run beside a running server, and be cut short: the next run, or the running server, goes on with the rest.")
        {
            all, envFile,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []);
            if (!settings.HasEnginesToTell)
                throw new CliException(
                    $"Neither {SettingNames.OpenMemoryPort} nor {SettingNames.EmbeddingsUrl} is set: "
                        + "the embedded engine needs no indexing.");
            return await ConfiguredStorage.UseAsync(
                settings, storage => ReindexAsync(arguments.GetValue(all), storage, cancellationToken), cancellationToken);
        });
        return command;
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
            ? "No server can be used any more (elaoms doctor says why); run this again to go on."
            : $"{result.Failed} callers failed; a running server tries them again, or run this again.");
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
