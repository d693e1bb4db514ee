using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms doctor</c>: looks at everything a deployment needs, and says what to do about what is not as it should be.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var url = Options.Deployment(required: false, "Also check this deployment from outside, for example https://memory.example.com.");
        var postCall = Options.PostCall();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var tenant = Options.Tenant("Check only the callers of this tenant.");
        var envFile = Options.EnvFile();
        var command = new Command(
            "doctor",
            """
            Check settings, storage, queue, failed calls, callers, indexes and clock, and suggest a fix for each problem.
            With --url it also checks a deployment from outside. It deletes its test data again.

            Exit codes: 0 ok, 1 warning, 2 error.
            """)
        {
            url, postCall, tenant, json, envFile,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(url),
            arguments.GetValue(postCall),
            arguments.GetValue(tenant),
            arguments.GetValue(json),
            arguments.GetValue(envFile),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Uri? url, Uri? postCall, string? tenant, bool json, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var (reading, values) = Read(url, envFile);
        var report = new DoctorReport(
            await new DoctorRunner(reading, values, url, TimeProvider.System, postCall, tenant).RunAsync(cancellationToken));
        if (json)
        {
            await using var output = Console.OpenStandardOutput();
            report.Write(output);
        }
        else
        {
            report.Show();
        }

        return (int)report.Worst;
    }

    private static (SettingsResult Reading, IConfiguration Values) Read(Uri? url, FileInfo? envFile)
    {
        try
        {
            var values = CliConfiguration.Read(envFile, makeKeys: false).Values;
            return (
                new SettingsReader(values).Read(
                    [.. CliConfiguration.Addresses(values), .. url is null ? (string[])[] : [url.AbsoluteUri]]),
                values);
        }
        catch (CliException fault)
        {
            return (new SettingsResult(Settings: null, [fault.Message]), new ConfigurationBuilder().Build());
        }
    }
}
