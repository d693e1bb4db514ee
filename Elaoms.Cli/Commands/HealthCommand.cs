using System.CommandLine;
using System.Net;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Doctor;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms health</c>: the health check of a container, which may have neither a shell nor curl.</summary>
internal static class HealthCommand
{
    private const string Route = "/health/live";

    public static Command Create()
    {
        var url = Options.Deployment(
            required: false,
            $"The server to ask. Default: where serve listens with the same settings (ASPNETCORE_URLS), or {CliConfiguration.DefaultUrl}.");
        var envFile = Options.EnvFile();
        var command = new Command(
            "health",
            $"""
            Check that a server answers (GET {Route}), for example as the health check of a container.

            Needs no key. For a full check run elaoms doctor.
            Exit codes: 0 the server answers, 1 it does not.
            """)
        {
            url, envFile,
        };
        command.SetAction((arguments, cancellationToken) =>
            RunAsync(
                arguments.GetValue(url) ?? ServerAddress.Of(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false).Values),
                cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri server, CancellationToken cancellationToken)
    {
        var address = server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        try
        {
            await using var services = DoctorHttp.Create(useProxy: !server.IsLoopback);
            using var answer = await DoctorHttp.Client(services).GetAsync(new Uri(server, Route), cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                await Console.Out.WriteLineAsync($"{address} answers.");
                return ExitCode.Success;
            }

            await Console.Error.WriteLineAsync($"{address} answers {Route} with {(int)answer.StatusCode}.");
        }
        catch (Exception fault) when (DoctorHttp.IsNoAnswer(fault, cancellationToken))
        {
            await Console.Error.WriteLineAsync(
                $"{address} does not answer{(fault is OperationCanceledException ? " in time." : $": {fault.Message}")}");
        }

        return ExitCode.Failure;
    }
}
