using System.CommandLine;
using System.Globalization;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms replay</c>: has calls learned that have failed, when the cause is mended.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Name of the payload, as in the logs and the archive: yyyy/MM/dd/…/….json",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var failed = new Option<bool>("--failed")
        {
            Description = "Replay all payloads that failed. Also list unreadable messages.",
        };
        var dismiss = new Option<bool>("--dismiss-unreadable") { Description = "List the unreadable messages and remove their notices." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only list, with the reasons." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "replay",
            """
            Retry calls that could not be learned.

            The command enqueues the calls. A running server or Functions app with the same storage learns them.
            A failed receipt stays until the new result replaces it.
            """)
        {
            name, failed, dismiss, dryRun, envFile,
        };
        command.Validators.Add(arguments =>
        {
            bool[] given = [arguments.GetValue(name) is not null, arguments.GetValue(failed), arguments.GetValue(dismiss)];
            if (given.Count(one => one) != 1)
                arguments.AddError("Give exactly one of NAME, --failed and --dismiss-unreadable.");
        });
        command.SetAction((arguments, cancellationToken) => ConfiguredStorage.UseAsync(
            SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []),
            storage => arguments.GetValue(dismiss)
                ? DismissAsync(arguments.GetValue(dryRun), storage, cancellationToken)
                : ReplayAsync(arguments.GetValue(name), arguments.GetValue(dryRun), storage, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> ReplayAsync(string? name, bool dryRun, IServiceProvider storage, CancellationToken cancellationToken)
    {
        var (receipts, replay) = (storage.GetRequiredService<IReceipts>(), storage.GetRequiredService<ReplayCall>());
        var payloads = name is null
            ? await receipts.ListFailedAsync(cancellationToken).ToListAsync(cancellationToken)
            : [PayloadName.Parse(name)
                ?? throw new CliException($"{name} is not the name of a payload. Names look like yyyy/MM/dd/…/….json.")];

        var refused = 0L;
        foreach (var payload in payloads)
        {
            var result = dryRun ? null : (ReplayResult?)await replay.ReplayAsync(payload, cancellationToken);
            refused += result is null or ReplayResult.Enqueued ? 0 : 1;
            await Console.Out.WriteLineAsync($"{payload}: {await DescribeAsync(result, payload, receipts, cancellationToken)}");
        }

        if (payloads.Count == 0)
            await Console.Out.WriteLineAsync("No payload has failed.");
        if (name is null)
        {
            var unreadable = await storage.GetRequiredService<UnreadableMessages>().ReadAsync(cancellationToken);
            await ListAsync(unreadable, "can't be replayed");
            refused += dryRun ? 0 : unreadable.Messages;
        }

        return refused == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> DismissAsync(bool dryRun, IServiceProvider storage, CancellationToken cancellationToken)
    {
        var messages = storage.GetRequiredService<UnreadableMessages>();
        var unreadable = dryRun ? await messages.ReadAsync(cancellationToken) : await messages.DismissAsync(cancellationToken);
        await ListAsync(unreadable, dryRun ? "not dismissed" : "dismissed");
        if (unreadable.Messages == 0)
            await Console.Out.WriteLineAsync("There is no unreadable message.");
        return ExitCode.Success;
    }

    private static async Task ListAsync(UnreadableNotices unreadable, string outcome)
    {
        foreach (var notice in unreadable.Notices)
        {
            var seen = notice.Count == 1
                ? Time(notice.LastSeen)
                : $"{notice.Count} times from {Time(notice.FirstSeen)} to {Time(notice.LastSeen)}";
            var what = $"{notice.Length} characters in {notice.Queue}, seen {seen}. {notice.Reason}";
            var payload = notice.Payload is null ? "" : $" It names {notice.Payload}.";
            await Console.Out.WriteLineAsync($"unreadable message {notice.Id}: {outcome}. {what}{payload}");
        }

        if (unreadable.Others > 0)
        {
            await Console.Out.WriteLineAsync(
                $"{unreadable.Others} more unreadable messages: {outcome}. At most "
                    + $"{UnreadableNotices.MaxNotices} different messages get their own notice.");
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<string> DescribeAsync(
        ReplayResult? result, PayloadName payload, IReceipts receipts, CancellationToken cancellationToken)
        => result switch
        {
            ReplayResult.Enqueued => "enqueued.",
            ReplayResult.NotArchived => "not in the archive; nothing was done.",
            ReplayResult.AlreadyDone => "has not failed; nothing was done.",
            _ => await receipts.ReadAsync(payload, cancellationToken) is { Result: ReceiptResult.Failed } receipt
                ? $"failed: {receipt.Reason}"
                : "has not failed.",
        };
}
