using System.Globalization;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether the OpenMemory server can be reached, lets us in, is of a version that we know, and keeps what it is given.</summary>
internal sealed class EngineCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "engine";

    private const string Meanwhile = "Calls are still answered, from our own index.";
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
            yield return CheckResult.Ok(Name, "Embedded: our own index. No OpenMemory server is set.");
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
                    $"A text of {length} characters could not be written, read and deleted: {fault.Message}. {Meanwhile}"),
                RemedyOf(fault.Fault)));
        }
    }

    private CheckResult OfDialect(OpenMemoryServer server) => server.Dialect switch
    {
        OpenMemoryDialect.UserIds when settings.OpenMemoryKey is null => CheckResult.Warning(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers (v1.2 to v1.3). It accepts requests without a key.",
            $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here to the same random text."),
        OpenMemoryDialect.UserIds
            => CheckResult.Ok(Name, $"OpenMemory at {settings.OpenMemory} answers (v1.2 to v1.3, one user per caller)."),
        _ when settings.OpenMemoryKey is null => CheckResult.Warning(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers (main since April 2026). It accepts requests without a key "
                + "(OM_DEV_ALLOW_NO_AUTH).",
            $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here. "
                + "Then run elaoms reindex: with a key, the server uses another tenant."),
        _ => CheckResult.Ok(
            Name,
            $"OpenMemory at {settings.OpenMemory} answers (main since April 2026, one tenant per key). "
                + $"It accepts {SettingNames.OpenMemoryKey}."),
    };

    private static CheckResult OfKept(int kept) => kept >= WholeLength
        ? CheckResult.Ok(Name, string.Create(
            CultureInfo.InvariantCulture, $"It keeps texts of {WholeLength} characters whole. ELAOMS does not write longer ones."))
        : CheckResult.Warning(
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"It keeps only {kept} of {WholeLength} characters of a text. A search for later words does not find the text."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Set OM_SUMMARY_MAX_LENGTH={WholeLength} or more, or OM_USE_SUMMARY_ONLY=false, on the server. "
                    + $"Then run elaoms reindex --all."));

    private static CheckResult OfLong(int kept) => CheckResult.Ok(Name, string.Create(
        CultureInfo.InvariantCulture,
        $"It {(kept >= LongLength ? "keeps longer texts whole too" : "cuts longer texts")}. "
            + $"ELAOMS splits long texts, so nothing is lost."));

    private string RemedyOf(OpenMemoryFault fault) => fault switch
    {
        OpenMemoryFault.Unreachable or OpenMemoryFault.TimedOut or OpenMemoryFault.LeftAlone
            => $"Is the server running at {settings.OpenMemory} ({SettingNames.OpenMemoryPort})? Try: curl {settings.OpenMemory}health",
        OpenMemoryFault.RateLimited
            => "Raise OM_RATE_LIMIT_MAX_REQUESTS on the server, or set OM_RATE_LIMIT_ENABLED=false: ELAOMS is its only client.",
        OpenMemoryFault.KeyMissing or OpenMemoryFault.KeyWrong
            => $"Set {SettingNames.OpenMemoryKey} to the OM_API_KEY of the server. If that key was changed, then run elaoms reindex.",
        OpenMemoryFault.NotConfigured => $"Set OM_API_KEY there and {SettingNames.OpenMemoryKey} here to the same random text.",
        OpenMemoryFault.TenantMismatch or OpenMemoryFault.UnknownDialect or OpenMemoryFault.Unintelligible
            => $"Check that {SettingNames.OpenMemoryPort} ({settings.OpenMemory}) leads to an OpenMemory server, "
                + "and not to a proxy or another program.",
        _ => "See the log of the OpenMemory server.",
    };
}
