using System.CommandLine;
using System.Security.Cryptography;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Scenarios;
using Elaoms.Cli.Serving;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.WebConsole;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms demo</c>: the whole loop in a minute, without an account, keys or anything left behind.</summary>
internal static class DemoCommand
{
    // A number that is never given to anybody.
    private const string DemoNumber = "+12025550123";

    public static Command Create()
    {
        var keep = new Option<bool>("--keep")
        {
            Description = "Leave the server running until Ctrl+C, and print the address and the key of its console.",
        };
        var command = new Command(
            "demo",
            """
            Play two calls against a temporary server over HTTP, and show each step with its duration.

            Needs no settings. All data is deleted at the end.
            """)
        {
            keep,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(keep), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool keeps, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("elaoms-demo-");
        try
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(folder.FullName)).Build();
            var settings = new SettingsReader(configuration).Read([]).Settings!;
            await using var app = ElaomsServer.Build(settings, ["http://127.0.0.1:0"], configuration);
            await app.StartAsync(cancellationToken);
            CommandOutput.WriteLine($"A temporary server listens on {app.Address()}. The caller is {DemoNumber}.");

            await using var services = ScenarioHttp.Create();
            var webhooks = new WebhookClient(
                ScenarioHttp.Client(services), app.Address(), ClientKeys.Read(configuration), TimeProvider.System);
            var code = await ScenarioScreen.ShowAsync(
                new MemoryScenario(webhooks, new Caller(CallerKind.Phone, DemoNumber), TimeProvider.System), cancellationToken);
            if (keeps && code == ExitCode.Success)
                await KeepAsync(app, settings, cancellationToken);
            await app.StopAsync(CancellationToken.None);
            if (code == ExitCode.Success)
                CommandOutput.WriteLine($"Next: run [bold]elaoms serve[/] and point an ElevenLabs agent at it (see README).");
            return code;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task KeepAsync(WebApplication app, ElaomsSettings settings, CancellationToken cancellationToken)
    {
        // Browsers keep a cookie of plain http on localhost alone.
        var console = new UriBuilder(app.Address()) { Host = "localhost", Path = ConsoleEndpoint.Path };
        CommandOutput.WriteLine($"The console is at [bold]{console.Uri}[/]. Sign in with the key {settings.OperatorKeys[0].Key}");
        CommandOutput.WriteLine($"Ctrl+C ends the server and deletes its data.");
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static Dictionary<string, string?> Settings(string folder) => new(StringComparer.Ordinal)
    {
        [SettingNames.PostCallKey] = "wsec_" + RandomKey(),
        [SettingNames.ClientDataKey] = RandomKey(),
        [SettingNames.SearchDataKey] = RandomKey(),
        [SettingNames.CallerHashKey] = RandomKey(),
        [SettingNames.OperatorKeys] = "me:operator=" + RandomKey(),
        [SettingNames.OpenMemoryDbPath] = Path.Combine(folder, "openmemory.db"),
        [SettingNames.PayloadStoragePath] = Path.Combine(folder, "payloads"),
        // Nobody is on the line. On a slow machine the demo shows what is remembered all the same.
        [SettingNames.ClientDataDeadlineMs] = "30000",
        [SettingNames.SearchDataDeadlineMs] = "30000",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    private static string RandomKey() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}
