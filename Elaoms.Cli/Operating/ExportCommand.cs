using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;

namespace Elaoms.Cli.Operating;

/// <summary><c>elaoms export</c>: writes all that is stored of a caller.</summary>
internal static class ExportCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var options = new CallerOptions();
        var output = new Option<string>("--output")
        {
            Required = true,
            Description = "Where to: a file that ends in .zip, or a folder that is empty or not there yet. With --url, a file.",
        };
        var command = options.AddTo(new Command(
            "export",
            $"""
            Write all that is stored about a caller: for a request of access or portability (GDPR, articles 15 and 20).

            {ExportCaller.Html} is for people, {ExportCaller.Json} for programs; the folder payloads holds what was received.
            Nobody but you may read the files. They are not deleted with the caller: delete them when they have been handed over.
            Exit code 1: nothing is stored about the caller, or the files could not be written.
            """)
        {
            output,
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var path = arguments.GetValue(output)!;
            if (IsTaken(path))
                throw new CliException($"{path} is there already. Nothing was written.");
            return options.RunAsync(
                arguments,
                fact: null,
                async (session, caller) =>
                {
                    var export = await session.ExportAsync(caller, path, cancellationToken);
                    if (options.IsJson(arguments))
                        await TellJsonAsync(caller, export, path);
                    else if (export is not null)
                        await Console.Out.WriteLineAsync(TextOf(caller, export, path));
                    if (export is null)
                        await Console.Error.WriteLineAsync("Nothing is stored about this caller.");
                    return export is null ? ExitCode.Failure : ExitCode.Success;
                },
                cancellationToken);
        });
        return command;
    }

    private static bool IsTaken(string path) => File.Exists(path)
        || (Directory.Exists(path) && (FolderTarget.IsZip(path) || Directory.EnumerateFileSystemEntries(path).Any()));

    private static string TextOf(CallerKey caller, CallerExport export, string path) => export.Summary is not { } summary
        ? string.Create(CultureInfo.InvariantCulture, $"Caller {caller.Abbreviation}: {export.Bytes} bytes are in {path}.")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Caller {caller.Abbreviation}: {summary.Calls} calls, {summary.Payloads} payloads, {summary.Recordings} recordings are in "
                + $"{path}.")
            + (summary.LeftOut == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture, $" {summary.LeftOut} payloads were left out; {ExportCaller.Json} says why."));

    private static async Task TellJsonAsync(CallerKey caller, CallerExport? export, string path)
    {
        await using var output = Console.OpenStandardOutput();
        await using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("caller"u8, caller.Value);
            writer.WriteString("output"u8, export is null ? null : path);
            // Of a running deployment only the file says what is in it.
            if (export is null or { Summary: not null })
            {
                writer.WriteNumber("calls"u8, export?.Summary?.Calls ?? 0);
                writer.WriteNumber("payloads"u8, export?.Summary?.Payloads ?? 0);
                writer.WriteNumber("recordings"u8, export?.Summary?.Recordings ?? 0);
                writer.WriteNumber("left_out"u8, export?.Summary?.LeftOut ?? 0);
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
