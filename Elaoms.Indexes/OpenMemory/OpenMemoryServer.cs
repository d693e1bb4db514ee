namespace Elaoms.Indexes.OpenMemory;

/// <summary>What was found out about the server.</summary>
/// <param name="Dialect">How it tells users apart.</param>
/// <param name="Tenant">The tenant of our key, where there are tenants.</param>
/// <param name="Identity">Stands for the server and for what of it our key sees: notes about another one don't hold for it.</param>
public sealed record OpenMemoryServer(OpenMemoryDialect Dialect, string? Tenant, string Identity);
