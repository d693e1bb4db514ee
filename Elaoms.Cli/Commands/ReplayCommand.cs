using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms replay</c>: has calls learned that have failed, when the cause is mended.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The payload, as logs and the archive name it: yyyy/MM/dd/…/….json", Arity = ArgumentArity.ZeroOrOne };
        var failed = new Option<bool>("--failed") { Description = "All payloads whose receipt says failed." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what failed, and why." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "replay",
            "Have a call tried again that could not be learned. It is enqueued for a running server, or the Functions app, that has the same storage; its failed receipt stays "
                + "until the outcome takes its place.")
        {
            name, failed, dryRun, envFile,
        };
        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(failed) == arguments.GetValue(name) is not null)
                arguments.AddError("Give either a NAME or --failed.");
        });
        command.SetAction((arguments, cancellationToken) => OwnStorage.UseAsync(
            SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false), []),
            storage => ReplayAsync(arguments.GetValue(name), arguments.GetValue(dryRun), storage, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> ReplayAsync(string? name, bool dryRun, IServiceProvider storage, CancellationToken cancellationToken)
    {
        var (receipts, replay) = (storage.GetRequiredService<IReceipts>(), storage.GetRequiredService<ReplayCall>());
        var payloads = name is null
            ? await receipts.ListFailedAsync(cancellationToken).ToListAsync(cancellationToken)
            : [PayloadName.Parse(name) ?? throw new CliException($"{name} is no payload's name: they look like yyyy/MM/dd/…/….json.")];

        var refused = 0;
        foreach (var payload in payloads)
        {
            var result = dryRun ? null : (ReplayResult?)await replay.ReplayAsync(payload, cancellationToken);
            refused += result is null or ReplayResult.Enqueued ? 0 : 1;
            await Console.Out.WriteLineAsync($"{payload}: {await DescribeAsync(result, payload, receipts, cancellationToken)}");
        }

        if (payloads.Count == 0)
            await Console.Out.WriteLineAsync("No payload has failed.");
        return refused == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<string> DescribeAsync(ReplayResult? result, PayloadName payload, IReceipts receipts, CancellationToken cancellationToken) => result switch
    {
        ReplayResult.Enqueued => "enqueued.",
        ReplayResult.NotArchived => "not in the archive; nothing was done.",
        ReplayResult.AlreadyDone => "has not failed; nothing was done.",
        _ => await receipts.ReadAsync(payload, cancellationToken) is { Result: ReceiptResult.Failed } receipt ? $"failed, {receipt.Reason}" : "has not failed.",
    };
}
