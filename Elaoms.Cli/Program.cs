using System.CommandLine;
using Elaoms.Cli;
using Elaoms.Cli.Commands;

var root = new RootCommand("""
    ELAOMS: memory for ElevenLabs voice agents.

    Exit codes: 0 all went well; 1 it was tried and failed; 2 the arguments or settings are wrong.
    Those of doctor: 0 all is well; 1 the worst is a warning; 2 the worst is an error.
    """)
{
    ServeCommand.Create(), DemoCommand.Create(), SmokeCommand.Create(), SignCommand.Create(), ReplayCommand.Create(),
    ReindexCommand.Create(), RelearnCommand.Create(), EraseCommand.Create(),
    DoctorCommand.Create(), HealthCommand.Create(), EvaluateCommand.Create(),
};

var arguments = root.Parse(args);
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
