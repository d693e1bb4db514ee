using Elaoms.Core.Calls;

namespace Elaoms.Cli.Erasing;

/// <summary>One record that may be erased, with what was named beside it.</summary>
/// <param name="Key">The record.</param>
/// <param name="Kind">The caller's kind; null when only a key was named and there is no record.</param>
/// <param name="Tenant">The tenant; null when only a key was named and no tenant of these settings fits it.</param>
internal sealed record ErasureTarget(CallerKey Key, CallerKind? Kind, string? Tenant)
{
    /// <summary>Whether the settings name tenants, so that one has to be told from another.</summary>
    public bool IsOneOfSeveralTenants { get; init; }

    /// <summary>Whether another record that the caller would be given is left when this one is gone.</summary>
    public bool HasMore { get; init; }

    /// <summary>The kind as reports spell it.</summary>
    public string KindName => Kind is { } kind ? CallerArgument.NameOf(kind) : "unknown";

    /// <summary>What it is, for people.</summary>
    public string Description => IsOneOfSeveralTenants ? $"{KindName}, tenant {Tenant ?? "unknown"}" : KindName;
}
