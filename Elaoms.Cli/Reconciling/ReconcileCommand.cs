using System.CommandLine;
using System.Text.Json;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Reconciling;

/// <summary><c>elaoms reconcile</c>: fetches calls whose delivery was lost, as a running server does every hour.</summary>
internal static class ReconcileCommand
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "reconcile",
            """
            Compare calls with those that ElevenLabs lists, and fetch those that were not delivered.

            A running server or Functions app does this every hour where ELEVENLABS_READ_KEY is set. Fetched calls are archived and
            enqueued like deliveries; the server learns them. It looks back to 24 hours before the last run; for calls from before, use
            elaoms import. The API key is ELEVENLABS_READ_KEY, else ELEVENLABS_API_KEY.
            Exit code 1: calls are lost, the webhook is switched off, or ElevenLabs failed.
            """)
        {
            json, envFile,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliConfiguration configuration, bool json, CancellationToken cancellationToken)
    {
        var settings = SettingsOrFaults.Read(configuration, []);
        if (!settings.IsElevenLabsApiSafe)
            throw new CliException($"{SettingNames.ElevenLabsApiUrl} must be an https URL: the API key goes there.");
        ConfiguredStorage.MustBeThere(settings);
        var key = settings.ElevenLabsReadKey ?? ClientKeys.First(configuration.Values, SettingNames.ElevenLabsApiKey);
        await using var services = new ServiceCollection()
            .AddLogging().AddElaoms(settings).AddReconciliation(settings, key).BuildServiceProvider();
        try
        {
            var result = await services.GetRequiredService<ReconcileConversations>().ReconcileNowAsync(cancellationToken);
            if (json)
                Write(result);
            else
                await Console.Out.WriteAsync(ReconcileText.Of(result));
            return ReconcileText.CodeOf(result);
        }
        catch (ElevenLabsException fault)
        {
            throw new CliException($"{fault.Message} What was fetched is kept. Run it again to go on.", fault) { Code = ExitCode.Failure };
        }
        catch (NewerDocumentException fault)
        {
            throw new CliException($"{fault.Message}. Run elaoms reconcile of the newer version.", fault) { Code = ExitCode.Failure };
        }
    }

    private static void Write(ReconcileResult result)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Readable))
            ReconcileText.Write(writer, result);
        output.Write("\n"u8);
    }
}
