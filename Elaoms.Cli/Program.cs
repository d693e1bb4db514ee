using System.CommandLine;
using Elaoms.Cli;
using Elaoms.Cli.Auditing;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Connecting;
using Elaoms.Cli.Importing;
using Elaoms.Cli.Operating;
using Elaoms.Cli.Reconciling;

var root = new RootCommand("""
    ELAOMS: memory for ElevenLabs voice agents.

    Exit codes: 0 success, 1 the command failed, 2 the arguments or settings are wrong, 130 interrupted.
    Exit codes of doctor: 0 ok, 1 warning, 2 error.
    """)
{
    ServeCommand.Create(), DemoCommand.Create(), ConnectCommand.Create(), SmokeCommand.Create(), SignCommand.Create(),
    ReplayCommand.Create(), SweepCommand.Create(), ReindexCommand.Create(), RelearnCommand.Create(), ImportCommand.Create(),
    ReconcileCommand.Create(), ShowCommand.Create(), ExportCommand.Create(), EraseCommand.Create(), AuditCommand.Create(),
    DoctorCommand.Create(), HealthCommand.Create(), EvaluateCommand.Create(),
};
foreach (var change in ChangeCommands.Create())
    root.Add(change);

var arguments = root.Parse(args);
if (arguments.CommandResult.Command == root)
{
    // The list of commands shows the first line of each description. The command's own help shows all of it.
    foreach (var command in root.Subcommands)
        command.Description = command.Description?.Split('\n')[0].TrimEnd();
}

if (arguments.Errors.Count > 0)
{
    await arguments.InvokeAsync();
    return ExitCode.Usage;
}

try
{
    // Long enough for what is under way to come to its end.
    return await arguments.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
}
catch (CliException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return fault.Code;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return ExitCode.Interrupted;
}
