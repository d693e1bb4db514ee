using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Processing.Sweeping;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms sweep</c>: sweeps once, as a running server does every five minutes.</summary>
internal static class SweepCommand
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    public static Command Create()
    {
        var all = new Option<bool>("--all")
        {
            Description = "Compare the whole archive of SWEEP_DAYS with the receipts now, and remove segments that no record names.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "sweep",
            """
            Enqueue archived calls again that have no receipt.

            A running server or Functions app does this every five minutes, and compares everything once a day.
            Run it with --all after you restored a backup. You can run it beside a running server, which learns the calls.
            Exit code 1: everything was to be compared, but calls have waited too long in the queue.
            """)
        {
            all, json, envFile,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []);
            if (ConfiguredStorage.Missing(settings) is { } missing)
                throw new CliException($"The storage can't be used: {missing} does not exist.");
            return await ConfiguredStorage.UseAsync(
                settings,
                storage => SweepAsync(
                    arguments.GetValue(all), arguments.GetValue(json), storage.GetRequiredService<Reconciler>(), cancellationToken),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> SweepAsync(bool all, bool json, Reconciler reconciler, CancellationToken cancellationToken)
    {
        var result = all
            ? await reconciler.ReconcileAllAsync(cancellationToken)
            : await reconciler.ReconcileAsync(cancellationToken);
        if (json)
            Write(result);
        else
            await Console.Out.WriteLineAsync(Report(result));
        return all && !result.IsAll ? ExitCode.Failure : ExitCode.Success;
    }

    private static string Report(ReconcilerResult result)
    {
        var done = result.IsBehind
            ? Text($"Nothing was enqueued: the next call has waited {result.QueueAge?.TotalMinutes ?? 0:0} minutes in the queue already.")
            : result.IsAll
                ? Text($"Everything was compared: {CallsWere(result.Enqueued)} enqueued again.")
                    + Text($" {result.SegmentsRemoved} segments were removed that no record names.")
                : Text($"Of those without a receipt, {CallsWere(result.Enqueued)} enqueued again.");
        return done + Text(
            $"\n{CallsWere(result.QueueLength)} waiting before. Failed calls: {result.Failed}. Unreadable messages: {result.Unreadable}.");
    }

    private static string CallsWere(long count) => Text($"{count} {(count == 1 ? "call was" : "calls were")}");

    private static void Write(ReconcilerResult result)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Readable))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("all"u8, result.IsAll);
            writer.WriteBoolean("backlog"u8, result.IsBehind);
            writer.WriteNumber("enqueued"u8, result.Enqueued);
            writer.WriteNumber("segments_removed"u8, result.SegmentsRemoved);
            writer.WriteNumber("waiting"u8, result.QueueLength);
            writer.WriteNumber("failed"u8, result.Failed);
            writer.WriteNumber("unreadable"u8, result.Unreadable);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
