namespace Elaoms.Indexes.OpenMemory;

/// <summary>The two ways in which OpenMemory servers tell whose a memory is.</summary>
public enum OpenMemoryDialect
{
    /// <summary>v1.2 to v1.3: any <c>user_id</c> that a request names, one per caller.</summary>
    UserIds,

    /// <summary>Since April 2026: one tenant per API key. Any other <c>user_id</c> is refused, so all callers share a tenant.</summary>
    Tenants,
}
