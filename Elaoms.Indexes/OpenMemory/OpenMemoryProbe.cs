using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>
/// Detects the server's dialect and whether it lets us in by listing the memories of a user that nobody has: the old dialect returns none,
/// the new one refuses. It asks again when an answer contradicts the result, when the connection broke, and from time to time, since the
/// server may be replaced.
/// </summary>
public sealed class OpenMemoryProbe(OpenMemoryClient client, ElaomsSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>The user that nobody has.</summary>
    public const string Nobody = "elaoms-nobody";

    private static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private volatile Probed? _finding;

    /// <summary>What is known of the server, asked anew when that is old or doubted.</summary>
    /// <exception cref="OpenMemoryException">It can't be reached, lets nobody in, or is none that we know.</exception>
    public async Task<OpenMemoryServer> FindAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
            return known;

        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } found)
                return found;
            var server = await AskAsync(cancellationToken);
            _finding = new Probed(server, time.GetTimestamp());
            return server;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>What was last found, however old, for somebody who can't wait; asked when there is nothing.</summary>
    /// <exception cref="OpenMemoryException">As of <see cref="FindAsync"/>.</exception>
    public async Task<OpenMemoryServer> FindQuicklyAsync(CancellationToken cancellationToken)
        => _finding?.Server ?? await FindAsync(cancellationToken);

    /// <summary>Says that an answer of the server does not go with what was found.</summary>
    public void Doubt(OpenMemoryFault fault)
    {
        if (fault is OpenMemoryFault.Unreachable or OpenMemoryFault.TenantMismatch or OpenMemoryFault.KeyMissing
            or OpenMemoryFault.KeyWrong or OpenMemoryFault.NotConfigured or OpenMemoryFault.UnknownDialect)
            _finding = null;
    }

    /// <inheritdoc />
    public void Dispose() => _asking.Dispose();

    private OpenMemoryServer? Fresh() => _finding is { } finding && time.GetElapsedTime(finding.At) < TrustedFor ? finding.Server : null;

    private async Task<OpenMemoryServer> AskAsync(CancellationToken cancellationToken)
    {
        var address = settings.OpenMemory!.AbsoluteUri;
        try
        {
            await client.ListAsync(Nobody, limit: 1, offset: 0, cancellationToken);
            return new OpenMemoryServer(OpenMemoryDialect.UserIds, Tenant: null, $"{address} user_ids");
        }
        catch (OpenMemoryException fault) when (fault.Fault == OpenMemoryFault.TenantMismatch)
        {
            // Named in every request although it need not be: if an old server replaced this one, a request without a user would
            // concern everybody.
            var tenant = settings.OpenMemoryKey is { } key
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]
                : "dev-no-auth";
            await client.ListAsync(tenant, limit: 1, offset: 0, cancellationToken);
            return new OpenMemoryServer(OpenMemoryDialect.Tenants, tenant, $"{address} tenant {tenant}");
        }
    }

    private sealed record Probed(OpenMemoryServer Server, long At);
}
