using System.CommandLine;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Erasing;
using Elaoms.Cli.Operating;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Auditing;

/// <summary><c>elaoms audit</c>: who read or changed whose memory.</summary>
internal static class AuditCommand
{
    private const int DefaultDays = 7;

    public static Command Create()
    {
        var since = Options.Day(
            "--since",
            $"Entries of this day and later (yyyy-MM-dd, UTC). Default: the last {DefaultDays} days; with --verify, all days.");
        var caller = new Option<string?>("--caller")
        {
            Description = "Only entries about this caller: a telephone number, a SIP address, a line's name, a user id, or a caller key.",
        };
        var verify = new Option<bool>("--verify")
        {
            Description = "Look for entries that were changed, removed or moved, instead of printing them.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line, or one object with --verify." };
        var url = Options.Deployment(
            required: false, $"A running deployment to ask, with a key of its OPERATOR_KEYS in {RemoteSession.KeySetting}.");
        var envFile = Options.EnvFile();
        var command = new Command(
            "audit",
            """
            Show who read or changed the memory of callers.

            Entries hold the time, the name of the operator's key, the verb, a hash of the caller, and the id of a fact; no value.
            They also cover callers who were erased since. Entries older than AUDIT_RETENTION_DAYS are deleted.
            Exit code 1 of --verify: an entry is not as it was written.
            """)
        {
            since, caller, verify, json, url, envFile,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(verify) && result.GetValue(caller) is not null)
                result.AddError("Do not combine --verify with --caller: a chain holds entries about all callers.");
            if (result.GetValue(verify) && result.GetValue(url) is not null)
                result.AddError("Do not combine --verify with --url: entries are verified on the deployment's storage.");
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var order = new AuditOrder(
                arguments.GetValue(since), arguments.GetValue(caller), arguments.GetValue(verify), arguments.GetValue(json));
            return arguments.GetValue(url) is { } deployment
                ? AskAsync(deployment, order, arguments.GetValue(envFile), cancellationToken)
                : RunAsync(order, arguments.GetValue(envFile), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(AuditOrder order, FileInfo? envFile, CancellationToken cancellationToken)
    {
        var keysOf = order.Caller is null ? null : CallerArgument.ReadKeys(order.Caller);
        var settings = SettingsOrFaults.Read(CliConfiguration.Read(envFile, makeKeys: false), []);
        ConfiguredStorage.MustBeThere(settings);
        return await ConfiguredStorage.UseAsync(
            settings,
            storage =>
            {
                var reader = storage.GetRequiredService<AuditReader>();
                if (order.IsVerify)
                    return VerifyAsync(reader, order, cancellationToken);
                var keys = keysOf?.Invoke(storage.GetRequiredService<CallerKeys>());
                var today = DateOnly.FromDateTime(storage.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
                return ListAsync(reader, order, order.Since ?? today.AddDays(-DefaultDays), keys, cancellationToken);
            },
            cancellationToken);
    }

    private static async Task<int> AskAsync(Uri deployment, AuditOrder order, FileInfo? envFile, CancellationToken cancellationToken)
    {
        using var remote = RemoteSession.Open(deployment, CliConfiguration.Read(envFile, makeKeys: false).Values);
        CallerKey? caller = order.Caller is null ? null : await remote.FindAsync(order.Caller, cancellationToken);
        var since = order.Since ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-DefaultDays);
        var (entries, hasMore) = await remote.ReadAuditAsync(since, caller, cancellationToken);
        foreach (var entry in entries)
            await Console.Out.WriteLineAsync(order.IsJson ? AuditText.JsonOf(entry) : AuditText.LineOf(entry));
        if (hasMore)
            await Console.Error.WriteLineAsync("There are more entries. Go on with --since, or use --caller.");
        return ExitCode.Success;
    }

    private static async Task<int> ListAsync(
        AuditReader reader, AuditOrder order, DateOnly since, IReadOnlyList<CallerKey>? callers, CancellationToken cancellationToken)
    {
        await foreach (var entry in reader.ReadAsync(since, callers, cancellationToken))
            await Console.Out.WriteLineAsync(order.IsJson ? AuditText.JsonOf(entry) : AuditText.LineOf(entry));
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(AuditReader reader, AuditOrder order, CancellationToken cancellationToken)
    {
        var report = await reader.VerifyAsync(order.Since ?? DateOnly.MinValue, cancellationToken);
        if (order.IsJson)
            await Console.Out.WriteLineAsync(AuditText.JsonOf(report));
        else
            await Console.Out.WriteAsync(AuditText.Of(report));
        return report.Faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private sealed record AuditOrder(DateOnly? Since, string? Caller, bool IsVerify, bool IsJson);
}
