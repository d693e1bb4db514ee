using System.CommandLine;
using System.Globalization;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms relearn</c>: learns by today's rules what older rules taught.</summary>
internal static class RelearnCommand
{
    public static Command Create()
    {
        var since = Options.Day("--since", "Only calls that started on this day or later (yyyy-MM-dd, UTC).");
        var caller = new Option<string?>("--caller")
        {
            Description =
                "Only calls of this caller: a telephone number, a SIP address, a line's name, a user id, or a caller key.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only count." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "relearn",
            """
            Learn calls again that were learned by older rules.

            Run it after an upgrade that changes what is learned. You can run it beside a running server.
            Calls whose payload has expired are learned from their stored turns. If it is interrupted, run it again.
            Exit code 1: a call could not be learned again.
            """)
        {
            since, caller, dryRun, envFile,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var named = arguments.GetValue(caller);
            // Every record that the name may mean: learning a caller's calls again does no harm.
            var keysOf = named is null ? null : CallerArgument.ReadKeys(named);
            var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []);
            ConfiguredStorage.MustBeThere(settings);
            return await ConfiguredStorage.UseAsync(
                settings,
                storage =>
                {
                    var keys = keysOf?.Invoke(storage.GetRequiredService<CallerKeys>());
                    var request = new RelearnRequest(arguments.GetValue(since), keys, arguments.GetValue(dryRun));
                    return RelearnAsync(request, storage.GetRequiredService<RelearnCalls>(), cancellationToken);
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RelearnAsync(RelearnRequest request, RelearnCalls relearn, CancellationToken cancellationToken)
    {
        var done = await CallersBar.RunAsync(
            progress => relearn.RunAsync(request, progress, cancellationToken),
            value => (value.CallersDone, value.Callers),
            inPipe: new Tenths(Console.Out));
        await Console.Out.WriteLineAsync(Report(request, done));
        if (done.Failed == 0)
            return ExitCode.Success;
        await Console.Error.WriteLineAsync(Text($"{done.Failed} calls or callers could not be learned again. They stay as they are."));
        return ExitCode.Failure;
    }

    private static string Report(RelearnRequest request, RelearnProgress done)
    {
        var fromTurns = done.FromTurns == 0 ? "" : Text($", {done.FromTurns} from stored turns");
        var ofAnother = done.OfAnother == 0 ? "" : Text($", {done.OfAnother} now of another caller");
        return request.IsDryRun
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{done.Calls} calls would be learned again{fromTurns}{ofAnother}: "
                    + $"{done.FactsRemoved} facts would be removed and {done.FactsAdded} added. Nothing was changed.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{done.Calls} calls were learned again{fromTurns}{ofAnother}: "
                    + $"{done.FactsRemoved} facts were removed and {done.FactsAdded} added.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a line after each tenth of the callers.</summary>
    private sealed class Tenths(TextWriter output) : IProgress<RelearnProgress>
    {
        private readonly Lock _lock = new();
        private int _tenths;

        public void Report(RelearnProgress value)
        {
            lock (_lock)
            {
                var tenths = value.Callers == 0 ? 10 : (int)(value.CallersDone * 10L / value.Callers);
                if (tenths <= _tenths)
                    return;
                _tenths = tenths;
                output.WriteLine(Text($"{value.CallersDone} of {value.Callers} callers, {value.Calls} calls"));
            }
        }
    }
}
