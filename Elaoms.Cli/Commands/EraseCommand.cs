using System.CommandLine;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Erasure;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms erase</c>: deletes all that is kept of a caller.</summary>
internal static class EraseCommand
{
    private const string FromInput = "-";

    private const string KeptForVendor = "Nothing was erased here, so that the next run finds the same conversations at ElevenLabs. Run it "
        + "again, or without --vendor to erase only what is here.";

    public static Command Create()
    {
        var caller = new Argument<string?>("CALLER")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The caller: a telephone number in any form, a SIP address, a line's name, or the application's user id. Put it "
                + "in quotes if it contains spaces. Use - to read it from standard input, so that it is not in the shell history.",
        };
        var key = new Option<string?>("--key")
        {
            Description = "The caller's key, instead of CALLER. elaoms doctor and --json print it. Use it for records of names that now "
                + "count as hidden.",
        };
        var kind = new Option<CallerKind?>("--kind")
        {
            Description = "phone, sip, line or user. Default: detected from CALLER, as for the webhooks. Required for a user id that looks "
                + "like a number or an address.",
        };
        var tenant = Options.Tenant("The caller's tenant. Required if the settings name tenants.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be erased." };
        var yes = new Option<bool>("--yes") { Description = "Erase without asking for confirmation." };
        var vendor = new Option<bool>("--vendor")
        {
            Description = "Also delete the caller's conversations at ElevenLabs, first of all. The API key is ELEVENLABS_API_KEY; it "
                + "must be allowed to read and write conversations.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of counts at the end, instead of text." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "erase",
            """
            Delete everything that is stored about a caller.

            This deletes payloads and recordings, receipts, the record and the profile, the memories in OpenMemory, and the vectors of
            embeddings. You can run it beside a running server. A later call counts as the caller's first.
            If it is interrupted, run it again. After a run that was killed, it waits for up to three minutes.
            With --vendor it first deletes the caller's conversations at ElevenLabs, each after its number or id was compared.
            Exit code 1: not everything was erased; run it again.
            """)
        {
            caller, key, kind, tenant, vendor, dryRun, yes, json, envFile,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new Order(arguments.GetValue(caller), arguments.GetValue(key), arguments.GetValue(kind), arguments.GetValue(tenant)),
            new Answers(
                arguments.GetValue(dryRun), arguments.GetValue(yes), arguments.GetValue(json), arguments.GetValue(vendor)),
            arguments.GetValue(envFile),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Order order, Answers answers, FileInfo? envFile, CancellationToken cancellationToken)
    {
        if (answers is { IsDryRun: false, IsYes: false } && Console.IsInputRedirected)
            throw new CliException(
                "Cannot ask for confirmation, because standard input is redirected. Use --yes to erase without confirmation, or --dry-run "
                + "to see what would be erased.");
        var (named, find) = await ReadAsync(order, cancellationToken);
        var configuration = CliConfiguration.Read(envFile, makeKeys: false);
        var settings = SettingsOrFaults.Read(configuration, []);
        var key = answers.IsVendor ? VendorKey(settings, configuration) : null;
        MustBeThere(settings);
        return await ConfiguredStorage.UseAsync(
            settings,
            storage => UnlessNewerAsync(async () =>
            {
                await storage.GetRequiredService<IDeletedData>().RecoverAsync(cancellationToken);
                var (finder, keys) = (storage.GetRequiredService<FindCaller>(), storage.GetRequiredService<CallerKeys>());
                var found = await find(new ErasureTargets(finder, keys, settings.Tenants));
                return await EraseAsync(found, named, answers, storage, cancellationToken);
            }),
            cancellationToken,
            services =>
            {
                if (key is not null)
                    services.AddVendorErasure(settings, key);
            });
    }

    private static string VendorKey(ElaomsSettings settings, CliConfiguration configuration) => settings.IsElevenLabsApiSafe
        ? ClientKeys.First(configuration.Values, SettingNames.ElevenLabsApiKey)
        : throw new CliException($"{SettingNames.ElevenLabsApiUrl} must be an https URL: the API key goes there.");

    // Read before anything is opened: what is no order touches nothing.
    private static async Task<(IReadOnlyList<Caller> Named, Func<ErasureTargets, Task<FoundTarget>> Find)> ReadAsync(
        Order order, CancellationToken cancellationToken)
    {
        if (order.Key is not null)
        {
            if (order.Caller is not null || order.Kind is not null || order.Tenant is not null)
                throw new CliException("Do not combine --key with CALLER, --kind or --tenant.");
            if (CallerKey.Parse(order.Key.Trim()) is not { } key)
                throw new CliException("--key must be a complete caller key: 64 hex digits in lower case.");
            return ([], targets => targets.OfKeyAsync(key, cancellationToken));
        }

        if (order.Caller is not { } named)
            throw new CliException("Name the caller to erase: CALLER or --key KEY.");
        var callers = CallerArgument.Read(named == FromInput ? await Console.In.ReadLineAsync(cancellationToken) ?? "" : named, order.Kind);
        return (callers, targets => targets.OfCallerAsync(callers, order.Tenant, cancellationToken));
    }

    // Without being read a record can't be erased: it says where the rest is.
    private static async Task<int> UnlessNewerAsync(Func<Task<int>> erase)
    {
        try
        {
            return await erase();
        }
        catch (NewerDocumentException fault)
        {
            throw new CliException($"The caller was not erased: {fault.Message}. Run elaoms erase of the newer version.", fault)
            {
                Code = ExitCode.Failure,
            };
        }
    }

    // Opening it makes what is missing, and an empty storage looks like one in which nothing is kept of the caller.
    private static void MustBeThere(ElaomsSettings settings)
    {
        if (ConfiguredStorage.Missing(settings) is not { } missing)
            return;
        throw new CliException(
            $"The storage ({settings.DatabasePath}, {settings.PayloadStoragePath}) can't be used: {missing} does not exist. "
                + $"Nothing was erased. Check that {SettingNames.OpenMemoryDbPath}, {SettingNames.PayloadStoragePath} and the working "
                + "folder are the same as the server's.")
        {
            Code = ExitCode.Failure,
        };
    }

    private static async Task<int> EraseAsync(
        FoundTarget found, IReadOnlyList<Caller> named, Answers answers, IServiceProvider storage, CancellationToken cancellationToken)
    {
        var time = storage.GetRequiredService<TimeProvider>();
        var (target, kept) = found;
        var vendor = answers.IsVendor ? storage.GetRequiredService<VendorErasure>() : null;
        var there = vendor is null ? [] : await AskAsync(() => vendor.FindAsync(kept, named, cancellationToken));
        var report = new ErasureReport(target, kept, time.GetUtcNow(), vendor is null ? null : new VendorReport(there.Count));
        // What is stored of a caller is told from here on, also where nothing is erased then.
        var log = storage.GetRequiredService<AuditLog>();
        await log.RecordAsync(new AuditedAct(AuditedAct.Program, "find", target.Key), cancellationToken);
        if (answers.IsDryRun)
        {
            await TellAsync(report, answers, isErased: false, "Nothing was erased.");
            return ExitCode.Success;
        }

        if (!answers.IsYes && !await IsWantedAsync(report, cancellationToken))
        {
            await Console.Error.WriteLineAsync("Nothing was erased.");
            return ExitCode.Failure;
        }

        await log.RecordAsync(new AuditedAct(AuditedAct.Program, "erase", target.Key), cancellationToken);
        // There first: what is here says which conversations there are.
        var deleted = vendor is null
            ? null
            : new VendorReport(there.Count, await AskAsync(() => vendor.DeleteAsync(target.Key, there, cancellationToken)));
        if (deleted is { HasFailed: true })
        {
            await TellAsync(new ErasureReport(target, kept, time.GetUtcNow(), deleted), answers, isErased: false, KeptForVendor);
            return ExitCode.Failure;
        }

        // Also where nothing was found: an engine may have been told of a caller whose record is gone.
        var erased = await EraseAsync(target.Key, storage, cancellationToken);
        var isAll = !target.HasMore && deleted?.IsAll != false;
        await TellAsync(new ErasureReport(target, erased, time.GetUtcNow(), deleted), answers, isErased: true, EndOf(erased, !isAll));
        return erased.IsAll && isAll ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ElevenLabsException fault)
        {
            throw new CliException($"{fault.Message} {KeptForVendor}", fault) { Code = ExitCode.Failure };
        }
    }

    private static string EndOf(KeptOfCaller erased, bool hasMore) => erased switch
    {
        { IsAll: false } => "Not everything was erased:",
        _ when hasMore => "Not everything was erased:",
        { Any: true } => "All of this was erased.",
        _ => "There was nothing to erase.",
    };

    private static async Task<KeptOfCaller> EraseAsync(CallerKey caller, IServiceProvider storage, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.GetRequiredService<EraseCaller>().EraseAsync(caller, cancellationToken);
        }
        catch (EngineException fault)
        {
            throw new CliException($"Not everything was erased: {fault.Message}. Fix this, then run the command again.", fault)
            {
                Code = ExitCode.Failure,
            };
        }
    }

    private static async Task TellAsync(ErasureReport report, Answers answers, bool isErased, string end)
    {
        if (answers.IsJson)
        {
            await using var output = Console.OpenStandardOutput();
            report.Write(output, isErased);
            return;
        }

        foreach (var line in (string[])[.. report.Lines(), end, .. report.Remarks()])
            await Console.Out.WriteLineAsync(line);
    }

    // Asked beside the output, which may be JSON for a program.
    private static async Task<bool> IsWantedAsync(ErasureReport kept, CancellationToken cancellationToken)
    {
        foreach (var line in kept.Lines())
            await Console.Error.WriteLineAsync(line);
        await Console.Error.WriteAsync("Erase all of this? This can't be undone. [y/N] ");
        return (await Console.In.ReadLineAsync(cancellationToken))?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private sealed record Order(string? Caller, string? Key, CallerKind? Kind, string? Tenant);

    private sealed record Answers(bool IsDryRun, bool IsYes, bool IsJson, bool IsVendor);
}
