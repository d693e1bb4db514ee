using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Scenarios;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms smoke</c>: proves that a deployment works, from outside.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        var url = Options.Deployment(required: true, "The deployment, for example https://memory.example.com.");
        var postCall = Options.PostCall();
        var envFile = Options.EnvFile();
        var command = new Command(
            "smoke",
            """
            Play the demo's two calls against a deployment, with the keys of the environment.

            The caller is invented for this run. It is erased at the end if the settings lead to the same storage.
            """)
        {
            url, postCall, envFile,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(url), arguments.GetValue(postCall), arguments.GetValue(envFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, Uri? postCall, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var configuration = CliConfiguration.Read(envFile, makeKeys: false);
        var keys = ClientKeys.Read(configuration.Values);
        var caller = new Caller(CallerKind.User, "elaoms-smoke-" + Guid.NewGuid().ToString("N"));
        await using var services = ScenarioHttp.Create();
        var webhooks = new WebhookClient(ScenarioHttp.Client(services), url, keys, TimeProvider.System, postCall);
        var code = await ScenarioScreen.ShowAsync(new MemoryScenario(webhooks, caller, TimeProvider.System), cancellationToken);

        var erased = await TryEraseAsync(caller, configuration, cancellationToken);
        CommandOutput.WriteLine(
            $"The invented caller {caller.Identity} was {(erased ? "erased." : "not erased: its storage can't be reached from here.")}");
        return code;
    }

    private static async Task<bool> TryEraseAsync(Caller caller, CliConfiguration configuration, CancellationToken cancellationToken)
    {
        // An embedded store is not made for this: where none is, it is another machine's.
        if (new SettingsReader(configuration.Values).Read([]).Settings is not { } settings
            || (settings.Azure is null && !File.Exists(settings.DatabasePath)))
            return false;
        try
        {
            return await ConfiguredStorage.UseAsync(
                settings,
                async storage =>
                {
                    var key = storage.GetRequiredService<CallerKeys>().Of(caller, settings.Tenants.Of(ScenarioCall.AgentId));
                    return (await storage.GetRequiredService<EraseCaller>().EraseAsync(key, cancellationToken)).Any;
                },
                cancellationToken);
        }
        catch (CliException)
        {
            return false;
        }
    }
}
