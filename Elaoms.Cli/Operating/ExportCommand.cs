using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Operating;

/// <summary><c>elaoms export</c>: writes all that is stored of a caller.</summary>
internal static class ExportCommand
{
    private const string Zip = ".zip";

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var options = new CallerOptions();
        var output = new Option<string>("--output")
        {
            Required = true,
            Description = $"Where to: a file that ends in {Zip}, or a folder that is empty or not there yet.",
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
                async (storage, caller) =>
                {
                    // Calls that a killed server has acknowledged, and that wait for the next to start.
                    await storage.GetRequiredService<IDeletedData>().RecoverAsync(cancellationToken);
                    var summary = await ExportAsync(storage.GetRequiredService<ExportCaller>(), caller, path, cancellationToken);
                    if (options.IsJson(arguments))
                        await TellJsonAsync(caller, summary, path);
                    else if (summary is not null)
                        await Console.Out.WriteLineAsync(TextOf(caller, summary, path));
                    if (summary is null)
                        await Console.Error.WriteLineAsync("Nothing is stored about this caller.");
                    return summary is null ? ExitCode.Failure : ExitCode.Success;
                },
                cancellationToken);
        });
        return command;
    }

    private static bool IsTaken(string path)
        => File.Exists(path) || (Directory.Exists(path) && (IsZip(path) || Directory.EnumerateFileSystemEntries(path).Any()));

    private static bool IsZip(string path) => path.EndsWith(Zip, StringComparison.OrdinalIgnoreCase);

    private static async Task<ExportSummary?> ExportAsync(
        ExportCaller export, CallerKey caller, string path, CancellationToken cancellationToken)
    {
        if (!IsZip(path))
            return await export.ExportAsync(caller, new FolderTarget(path), cancellationToken);
        ExportSummary? summary = null;
        try
        {
            await using var file = FolderTarget.CreateFile(path);
            await using var zip = await ZipTarget.CreateAsync(file, cancellationToken);
            return summary = await export.ExportAsync(caller, zip, cancellationToken);
        }
        finally
        {
            // What was cut short can't be opened.
            if (summary is null)
                File.Delete(path);
        }
    }

    private static string TextOf(CallerKey caller, ExportSummary summary, string path) => string.Create(
        CultureInfo.InvariantCulture,
        $"Caller {caller.Abbreviation}: {summary.Calls} calls, {summary.Payloads} payloads, {summary.Recordings} recordings are in {path}.")
        + (summary.LeftOut == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" {summary.LeftOut} payloads were left out; {ExportCaller.Json} says why."));

    private static async Task TellJsonAsync(CallerKey caller, ExportSummary? summary, string path)
    {
        await using var output = Console.OpenStandardOutput();
        await using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("caller"u8, caller.Value);
            writer.WriteString("output"u8, summary is null ? null : path);
            writer.WriteNumber("calls"u8, summary?.Calls ?? 0);
            writer.WriteNumber("payloads"u8, summary?.Payloads ?? 0);
            writer.WriteNumber("recordings"u8, summary?.Recordings ?? 0);
            writer.WriteNumber("left_out"u8, summary?.LeftOut ?? 0);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
