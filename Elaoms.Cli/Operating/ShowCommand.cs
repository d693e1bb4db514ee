using System.CommandLine;
using System.Text.Json;
using Elaoms.Core.Operators;

namespace Elaoms.Cli.Operating;

/// <summary><c>elaoms show</c>: what is stored of a caller, first what an agent would be told.</summary>
internal static class ShowCommand
{
    private const int DefaultCalls = 5;

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var options = new CallerOptions();
        var agent = new Option<string?>("--agent") { Description = "The agent that would take the call. Default: any." };
        var calls = new Option<int>("--calls")
        {
            Description = $"How many of the newest calls to show, up to {ShowCalls.MaxCalls}.",
            DefaultValueFactory = _ => DefaultCalls,
        };
        calls.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > ShowCalls.MaxCalls)
                result.AddError($"--calls must be 0 to {ShowCalls.MaxCalls}.");
        });
        var command = options.AddTo(new Command(
            "show",
            """
            Show what is stored about a caller.

            First comes what an agent would be told at the start of a call, and why nobody is greeted where so. Then come the facts with
            what they rest on, the calls, the changes of operators, and what other indexes hold.
            Exit code 1: nothing is stored about the caller.
            """)
        {
            agent, calls,
        });
        command.SetAction((arguments, cancellationToken) => options.RunAsync(
            arguments,
            fact: null,
            async (session, caller) =>
            {
                var shown = await session.ShowAsync(
                    caller, arguments.GetValue(agent), arguments.GetValue(calls), cancellationToken);
                if (shown is null)
                {
                    await Console.Error.WriteLineAsync("Nothing is stored about this caller.");
                    return ExitCode.Failure;
                }

                if (options.IsJson(arguments))
                    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(shown, ShownJson.Default.ShownCaller));
                else
                    await TellAsync(shown);
                return ExitCode.Success;
            },
            cancellationToken));
        return command;
    }

    private static async Task TellAsync(ShownCaller shown)
    {
        foreach (var line in ShownText.Lines(shown))
            await Console.Out.WriteLineAsync(line);
    }
}
