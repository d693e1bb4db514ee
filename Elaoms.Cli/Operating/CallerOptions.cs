using System.CommandLine;
using System.CommandLine.Parsing;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Operating;

/// <summary>How verbs that look at a caller or change one are told whom, and how they answer.</summary>
internal sealed class CallerOptions
{
    private const string FromInput = "-";

    private readonly Argument<string> _caller = new("CALLER")
    {
        Description = "The caller: a telephone number in any form, a SIP address, a line's name, the application's user id, or a caller "
            + "key of 64 hex digits. Use - to read it from standard input.",
    };

    private readonly Option<CallerKind?> _kind = new("--kind")
    {
        Description = "phone, sip, line or user. Default: detected from CALLER. Required for a user id that looks like a number or an "
            + "address.",
    };

    private readonly Option<string?> _tenant = Options.Tenant("The caller's tenant. Required if a caller is known in several.");
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };
    private readonly Option<FileInfo?> _envFile = Options.EnvFile();
    private readonly Option<Uri> _url = Options.Deployment(
        required: false,
        $"A running deployment to work on, with a key of its OPERATOR_KEYS in {RemoteSession.KeySetting}. Default: the storage that the "
            + "settings name.");

    /// <summary>Adds them to a verb.</summary>
    public Command AddTo(Command command)
    {
        command.Arguments.Insert(0, _caller);
        foreach (var option in (Option[])[_kind, _tenant, _json, _url, _envFile])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_url) is not null && (result.GetValue(_kind) is not null || result.GetValue(_tenant) is not null))
                result.AddError("Do not combine --url with --kind or --tenant: use the caller key, which elaoms show prints.");
        });
        return command;
    }

    /// <summary>Whether a program is to read the answer.</summary>
    public bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    /// <summary>Whether a running deployment is worked on.</summary>
    public bool IsRemote(CommandResult command) => command.GetValue(_url) is not null;

    /// <summary>
    /// Opens the storage, finds the caller, and records in the audit log what is about to be done. A running deployment does so itself.
    /// </summary>
    /// <param name="fact">Which fact it is about; null for none.</param>
    /// <exception cref="CliException">There is no storage, or several callers may be meant.</exception>
    public async Task<int> RunAsync(
        ParseResult arguments, string? fact, Func<IOperatorSession, CallerKey, Task<int>> run, CancellationToken cancellationToken)
    {
        var text = arguments.GetValue(_caller)!;
        text = (text == FromInput ? await Console.In.ReadLineAsync(cancellationToken) ?? "" : text).Trim();
        if (arguments.GetValue(_url) is { } deployment)
        {
            using var remote = RemoteSession.Open(
                deployment, CliConfiguration.Read(arguments.GetValue(_envFile), makeKeys: false).Values);
            return await run(remote, await remote.FindAsync(text, cancellationToken));
        }

        IReadOnlyList<Caller> callers = CallerKey.Parse(text) is null ? CallerArgument.Read(text, arguments.GetValue(_kind)) : [];
        var settings = SettingsOrFaults.Read(CliConfiguration.Read(arguments.GetValue(_envFile), makeKeys: false), []);
        if (ConfiguredStorage.Missing(settings) is { } missing)
        {
            throw new CliException(
                $"The storage ({settings.DatabasePath}) can't be used: {missing} does not exist. Check that the settings and the working "
                    + "folder are the same as the server's.")
            {
                Code = ExitCode.Failure,
            };
        }

        return await ConfiguredStorage.UseAsync(
            settings,
            async storage =>
            {
                try
                {
                    var key = CallerKey.Parse(text)
                        ?? await FindAsync(storage, callers, arguments.GetValue(_tenant), settings.Tenants, cancellationToken);
                    await storage.GetRequiredService<AuditLog>().RecordAsync(
                        new AuditedAct(AuditedAct.Program, arguments.CommandResult.Command.Name, key, fact), cancellationToken);
                    return await run(new StorageSession(storage), key);
                }
                catch (NewerDocumentException fault)
                {
                    throw new CliException($"Nothing was done: {fault.Message}. Use elaoms of the newer version.", fault)
                    {
                        Code = ExitCode.Failure,
                    };
                }
            },
            cancellationToken);
    }

    private static async Task<CallerKey> FindAsync(
        IServiceProvider storage, IReadOnlyList<Caller> callers, string? tenant, Tenants tenants, CancellationToken cancellationToken)
    {
        var (keys, heads) = (storage.GetRequiredService<CallerKeys>(), storage.GetRequiredService<IDocumentStore<RecordHead>>());
        var changes = storage.GetRequiredService<StoredChanges>();
        var (all, known) = (new List<Candidate>(), new List<Candidate>());
        foreach (var candidate in from name in tenant is null ? tenants.Names : [tenant]
                                  from caller in callers
                                  from place in keys.PlacesOf(caller, name)
                                  select new Candidate(place, place.IsFormer ? CallerKind.User : caller.Kind, name))
        {
            all.Add(candidate);
            var record = (await heads.ReadAsync(candidate.Place.Key, cancellationToken))?.Value;
            var isThere = record is not null && (callers.Count > 1 || candidate.Place.Counts(record.IsKindCertain));
            if (isThere || await changes.ReadAllAsync(candidate.Place.Key, cancellationToken) is not null)
                known.Add(candidate);
        }

        var found = known.DistinctBy(candidate => candidate.Place.Key).ToList();
        if (found.Select(candidate => candidate.Tenant).Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } several)
            throw new CliException($"The caller is known in tenants {string.Join(", ", several)}. Choose one with --tenant.");
        if (found.Count == 0 && tenant is null && tenants.Names.Count > 1)
            throw new CliException("The caller is not known, and the settings name several tenants. Choose one with --tenant.");
        if (callers.Count > 1 && found.Select(candidate => candidate.Kind).Distinct().Count() > 1)
            throw new CliException("Both a line and an application's user have this name. Choose one with --kind line or --kind user.");
        return (found.Count > 0 ? found[0] : all[0]).Place.Key;
    }

    private sealed record Candidate(CallerPlace Place, CallerKind Kind, string Tenant);
}
