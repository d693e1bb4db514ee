namespace Elaoms.Indexes.OpenMemory;

/// <summary>What was found out about the server.</summary>
/// <param name="Dialect">How it tells users apart.</param>
/// <param name="Tenant">The tenant of our key, where there are tenants.</param>
/// <param name="Identity">Stands for the server and for what of it our key sees: notes about another one don't hold for it.</param>
public sealed record OpenMemoryServer(OpenMemoryDialect Dialect, string? Tenant, string Identity);

/// <summary>The two ways in which OpenMemory servers tell whose a memory is.</summary>
public enum OpenMemoryDialect
{
    /// <summary>v1.2 to v1.3: any <c>user_id</c> that a request names, one per caller.</summary>
    UserIds,

    /// <summary>Since April 2026: one tenant per API key. Any other <c>user_id</c> is refused, so all callers share a tenant.</summary>
    Tenants,
}
