using System.CommandLine;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Configuration;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.Cli.Importing;

/// <summary><c>elaoms import</c>: brings conversations from ElevenLabs that were never delivered.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var agent = new Option<string?>("--agent") { Description = "Only conversations with this agent, by its id." };
        var since = Options.Day("--since", "Only conversations that started on this day or later (yyyy-MM-dd, UTC).");
        var until = Options.Day("--until", "Only conversations that started on this day or earlier (yyyy-MM-dd, UTC).");
        var caller = new Option<string?>("--caller")
        {
            Description = "Only conversations of this caller: a telephone number, a SIP address, a line's name, a user id, or a caller "
                + "key. ElevenLabs' list names no caller, so all that are not here are read.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only count. It reads what the import would read." };
        var audio = new Option<bool>("--with-audio") { Description = "Import the recordings of these conversations too." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "import",
            """
            Import conversations from ElevenLabs that are not here yet.

            They are archived and enqueued like deliveries, and learned at their own date. A running server or Functions app with the same
            storage learns them. The API key is ELEVENLABS_API_KEY; it need only read conversations. Conversations of erased callers are
            left alone. If it is interrupted, run it again.
            Exit code 1: a conversation could not be read, or ElevenLabs failed.
            """)
        {
            agent, since, until, caller, dryRun, audio, envFile,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            var request = new ImportRequest
            {
                AgentId = arguments.GetValue(agent),
                Since = arguments.GetValue(since),
                Until = arguments.GetValue(until),
                WithAudio = arguments.GetValue(audio),
            };
            if (request.Since > request.Until)
                throw new CliException("--since must not be after --until.");
            var configuration = CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false);
            return new ImportRun(configuration, TimeProvider.System)
                .RunAsync(request, arguments.GetValue(caller), arguments.GetValue(dryRun), cancellationToken);
        });
        return command;
    }
}
