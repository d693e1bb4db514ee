using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms sign</c>: the header for a payload, for trying the post-call webhook by hand.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The payload, exactly as it will be sent. Use - for standard input." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "sign",
            $"""
            Print the {ElevenLabsSignature.HeaderName} header for a payload, signed now with the first secret of {SettingNames.PostCallKey}.

            With curl: curl -H "$(elaoms sign call.json)" --data-binary @call.json URL
            """)
        {
            file, envFile,
        };
        command.SetAction(
            (arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(file), arguments.GetValue(envFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var configuration = CliConfiguration.Read(envFile, makeKeys: false);
        var secret = ClientKeys.First(configuration.Values, SettingNames.PostCallKey);
        await Console.Out.WriteLineAsync(
            $"{ElevenLabsSignature.HeaderName}: "
                + $"{ElevenLabsSignature.Sign(await ReadAsync(file, cancellationToken), secret, TimeProvider.System.GetUtcNow())}");
        return ExitCode.Success;
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using var content = new MemoryStream();
            await source.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The payload can't be read: {fault.Message}", fault);
        }
    }
}
