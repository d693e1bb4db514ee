using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Serving;
using Elaoms.Core.Settings;
using Elaoms.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms serve</c>: answers the webhooks and learns, with everything embedded.</summary>
internal static class ServeCommand
{
    private const string DefaultUrl = "http://localhost:8000";

    public static Command Create()
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by semicolons. Default: ASPNETCORE_URLS, else {DefaultUrl}." };
        var envFile = Options.EnvFile();
        var command = new Command("serve", "Answer the three webhooks and learn from calls, with everything embedded in this process.") { urls, envFile };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(urls), arguments.GetValue(envFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? urls, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var configuration = CliConfiguration.Read(envFile, makeKeys: true);
        var addresses = (urls ?? configuration.Values["ASPNETCORE_URLS"] ?? configuration.Values["URLS"] ?? DefaultUrl)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var settings = SettingsOrFaults.Read(configuration, addresses);

        await using var app = ElaomsServer.Build(settings, addresses, configuration.Values);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or FormatException)
        {
            throw new CliException($"The server can't listen on {string.Join(", ", addresses)}: {fault.Message}", fault);
        }

        Announce(app, settings, configuration.DevelopmentKeys);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;
    }

    private static void Announce(WebApplication app, ElaomsSettings settings, DevelopmentKeys? keys)
    {
        var address = app.Address();
        Console.Out.WriteLine($"ELAOMS listens on {string.Join(", ", app.Urls)}");
        foreach (var route in (ReadOnlySpan<string>)[ClientDataEndpoint.Route, SearchDataEndpoint.Route, PostCallEndpoint.Route])
            Console.Out.WriteLine($"  {new Uri(address, route)}");
        if (settings.Docs)
            Console.Out.WriteLine($"  {new Uri(address, "/docs")}");
        if (keys is null)
            return;

        Console.Out.WriteLine(keys.IsNew ? $"Made keys for development, kept in {keys.Path}:" : $"Development keys are those of {keys.Path}.");
        foreach (var (name, value) in keys.IsNew ? keys.Values : new Dictionary<string, string?>(StringComparer.Ordinal))
            Console.Out.WriteLine($"  {name}={value}");
    }
}
