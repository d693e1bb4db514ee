using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Serving;
using Elaoms.Core.Settings;
using Elaoms.Web.Webhooks;
using Elaoms.WebConsole;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms serve</c>: answers the webhooks and learns, with everything embedded.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string?>("--urls")
        {
            Description = $"Addresses to listen on, separated by semicolons. Default: ASPNETCORE_URLS, or {CliConfiguration.DefaultUrl}.",
        };
        var envFile = Options.EnvFile();
        var command = new Command("serve", "Answer the three webhooks and learn from calls. Everything runs in this process.")
        {
            urls,
            envFile,
        };
        command.SetAction(
            (arguments, cancellationToken) => RunAsync(arguments.GetValue(urls), arguments.GetValue(envFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? urls, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var configuration = CliConfiguration.Read(envFile, makeKeys: true);
        var addresses = urls is null ? CliConfiguration.Addresses(configuration.Values) : CliConfiguration.Addresses(urls);
        if (addresses.Count == 0)
            addresses = [CliConfiguration.DefaultUrl];
        var settings = SettingsOrFaults.Read(configuration, addresses, hint: HintForTheFirstStart(configuration.Values));

        await using var app = Build(settings, addresses, configuration.Values);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException or FormatException)
        {
            throw new CliException($"The server can't listen on {string.Join(", ", addresses)}: {fault.Message}", fault);
        }

        Announce(app, settings, configuration.DevelopmentKeys);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;
    }

    private static WebApplication Build(ElaomsSettings settings, IReadOnlyCollection<string> addresses, IConfiguration values)
    {
        try
        {
            return ElaomsServer.Build(settings, addresses, values);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
        {
            // On a storage account nothing but a folder for large bodies is opened by now.
            var places = settings.Azure is null ? $"{settings.DatabasePath} and {settings.PayloadStoragePath}" : Path.GetTempPath();
            throw new CliException($"The server can't write to {places}: {ConfiguredStorage.ReasonOf(fault)}", fault)
            {
                Code = ExitCode.Failure,
            };
        }
    }

    private static string SurvivedBy(Durability durability)
        => durability == Durability.Disk
            ? "a killed process and a power cut."
            : "a killed process. A power cut may lose those of the last half minute.";

    // Nothing is set at all: somebody wants to see it run, and need not make up keys for that.
    private static string? HintForTheFirstStart(IConfiguration values)
        => DevelopmentKeys.Names.All(name => string.IsNullOrWhiteSpace(values[name]))
            ? "To try ELAOMS on this machine, set DOTNET_ENVIRONMENT=Development in the environment or in a file .env in this folder. "
                + $"The server then generates these keys, keeps them in {CliConfiguration.DataFolder(values)} and prints them once."
            : null;

    private static void Announce(WebApplication app, ElaomsSettings settings, DevelopmentKeys? keys)
    {
        var address = app.Address();
        Console.Out.WriteLine($"ELAOMS listens on {string.Join(", ", app.Urls)}");
        foreach (var route in (ReadOnlySpan<string>)[ClientDataEndpoint.Route, SearchDataEndpoint.Route, PostCallEndpoint.Route])
            Console.Out.WriteLine($"  {new Uri(address, route)}");
        if (settings.Docs)
            Console.Out.WriteLine($"  {new Uri(address, "/docs")}");
        if (settings.OperatorKeys.Count > 0)
            Console.Out.WriteLine(
                $"  {new Uri(address, ConsoleEndpoint.Path)} (sign in with a key of {SettingNames.OperatorKeys}: what follows the =)");
        if (settings.Azure is null)
            Console.Out.WriteLine(
                $"{SettingNames.Durability}={settings.Durability.ToString().ToLowerInvariant()}: "
                    + $"acknowledged calls survive {SurvivedBy(settings.Durability)}");
        if (keys is null)
            return;

        Console.Out.WriteLine(
            keys.IsNew ? $"Generated development keys, kept in {keys.Path}:" : $"Using the development keys in {keys.Path}.");
        foreach (var (name, value) in keys.IsNew ? keys.Values : new Dictionary<string, string?>(StringComparer.Ordinal))
            Console.Out.WriteLine($"  {name}={value}");
    }
}
