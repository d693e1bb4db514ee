using System.Globalization;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether the OpenMemory server can be reached, lets us in, is of a version that we know, and keeps what it is given.</summary>
internal sealed class EngineCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "engine";

    private const string Meanwhile = "Calls are answered all the same, from our own index.";
    private const int WholeLength = 200;
    private const int LongLength = 300;

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(12);

    public string RemedyOfFault => $"Is the server at {settings.OpenMemory} overloaded? {Meanwhile}";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.OpenMemory is null)
        {
            yield return CheckResult.Ok(Name, "embedded: our own index; no OpenMemory server is set.");
            yield break;
        }

        var (server, fault) = await FindAsync(cancellationToken);
        if (server is null)
        {
            yield return fault!;
            yield break;
        }

        yield return OfDialect(server);
        var (kept, notWritten) = await WriteAsync(server, WholeLength, cancellationToken);
        yield return notWritten ?? OfKept(kept);
        if (notWritten is not null || kept < WholeLength)
            yield break;

        (kept, notWritten) = await WriteAsync(server, LongLength, cancellationToken);
        yield return notWritten ?? OfLong(kept);
    }

    private async Task<(OpenMemoryServer? Server, CheckResult? Fault)> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await services.Value.GetRequiredService<OpenMemoryProbe>().FindAsync(cancellationToken), null);
        }
        catch (OpenMemoryException fault)
        {
            return (null, CheckResult.Error(Name, $"{fault.Message}. {Meanwhile}", RemedyOf(fault.Fault)));
        }
    }

    private async Task<(int Kept, CheckResult? Fault)> WriteAsync(OpenMemoryServer server, int length, CancellationToken cancellationToken)
    {
        try
        {
            return (await services.Value.GetRequiredService<OpenMemoryWriteProbe>().WriteAsync(server, length, cancellationToken), null);
        }
        catch (OpenMemoryException fault)
        {
            return (0, CheckResult.Error(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A text of {length} characters can't be written, read and deleted again: {fault.Message}. {Meanwhile}"),
                RemedyOf(fault.Fault)));
        }
    }

    private CheckResult OfDialect(OpenMemoryServer server) => server.Dialect switch
    {
        OpenMemoryDialect.UserIds when settings.OpenMemoryKey is null => CheckResult.Warning(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers, as v1.2 to v1.3 do, and lets everybody who can reach it in without a key.",
            $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here to the same random text."),
        OpenMemoryDialect.UserIds
            => CheckResult.Ok(Name, $"OpenMemory at {settings.OpenMemory} answers, as v1.2 to v1.3 do: a user per caller."),
        _ when settings.OpenMemoryKey is null => CheckResult.Warning(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers, as main since April 2026 does, and lets everybody in without "
                + "a key (OM_DEV_ALLOW_NO_AUTH).",
            $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here, then elaoms reindex: with a key it has another tenant."),
        _ => CheckResult.Ok(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers, as main since April 2026 does: a tenant per key. "
                + $"It takes {SettingNames.OpenMemoryKey}."),
    };

    private static CheckResult OfKept(int kept) => kept >= WholeLength
        ? CheckResult.Ok(Name, string.Create(
            CultureInfo.InvariantCulture, $"Texts of {WholeLength} characters, as long as ELAOMS writes, are kept whole."))
        : CheckResult.Warning(
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Of a text of {WholeLength} characters only {kept} are kept: the rest of what was said is not found by its words."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Set OM_SUMMARY_MAX_LENGTH={WholeLength} or more, or OM_USE_SUMMARY_ONLY=false, on the server; "
                    + $"then elaoms reindex --all."));

    private static CheckResult OfLong(int kept) => CheckResult.Ok(Name, string.Create(
        CultureInfo.InvariantCulture,
        $"Texts beyond {WholeLength} characters are {(kept >= LongLength ? "kept whole too" : "cut")}; "
            + $"ELAOMS splits long texts, so nothing is lost."));

    private string RemedyOf(OpenMemoryFault fault) => fault switch
    {
        OpenMemoryFault.Unreachable or OpenMemoryFault.TimedOut or OpenMemoryFault.LeftAlone
            => $"Is the server running at {settings.OpenMemory} ({SettingNames.OpenMemoryPort})? Try: curl {settings.OpenMemory}health",
        OpenMemoryFault.RateLimited
            => "Raise OM_RATE_LIMIT_MAX_REQUESTS on the server, or set OM_RATE_LIMIT_ENABLED=false: ELAOMS is its only client.",
        OpenMemoryFault.KeyMissing or OpenMemoryFault.KeyWrong
            => $"Set {SettingNames.OpenMemoryKey} to the OM_API_KEY of the server; if its key was changed, elaoms reindex afterwards.",
        OpenMemoryFault.NotConfigured => $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here to the same random text.",
        OpenMemoryFault.TenantMismatch or OpenMemoryFault.UnknownDialect or OpenMemoryFault.Unintelligible
            => $"Does {SettingNames.OpenMemoryPort} ({settings.OpenMemory}) lead to an OpenMemory server, "
                + "and not to a proxy or to something else?",
        _ => "The log of the OpenMemory server says more.",
    };
}
