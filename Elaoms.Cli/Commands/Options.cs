using System.CommandLine;

namespace Elaoms.Cli.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
    public static Option<FileInfo?> EnvFile() => new("--env-file")
    {
        Description = "File with settings, NAME=value a line, or the Functions host's local.settings.json; what is set in the environment stays. Default: .env in the working folder, if it is there.",
    };
}
