using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;

namespace Elaoms.Cli.Erasing;

/// <summary>
/// Settles which record an order to erase means. What is ambiguous is refused: the operator is told what there is, and names one.
/// </summary>
internal sealed class ErasureTargets(FindCaller find, CallerKeys keys, Tenants tenants)
{
    private bool HasTenants => tenants.Names.Count > 1;

    /// <summary>The record of a key.</summary>
    public async Task<FoundTarget> OfKeyAsync(CallerKey key, CancellationToken cancellationToken)
    {
        var kept = await find.FindAsync(key, cancellationToken);
        return new FoundTarget(
            new ErasureTarget(key, kept.Caller?.Kind, kept.Caller is { } caller ? keys.TenantOf(caller, key) : null)
            {
                IsOneOfSeveralTenants = HasTenants,
            },
            kept);
    }

    /// <summary>The record of a caller.</summary>
    /// <param name="callers">Whom the operator's words may mean.</param>
    /// <param name="tenant">The tenant; null when none was named.</param>
    /// <exception cref="CliException">Several may be meant.</exception>
    public async Task<FoundTarget> OfCallerAsync(IReadOnlyList<Caller> callers, string? tenant, CancellationToken cancellationToken)
    {
        var (all, known) = (new List<FoundTarget>(), new List<FoundTarget>());
        foreach (var candidate in tenant is null ? tenants.Names : [tenant])
        {
            foreach (var (place, kind) in PlacesOf(callers, candidate))
            {
                var kept = await find.FindAsync(place.Key, cancellationToken);
                var found = new FoundTarget(new ErasureTarget(place.Key, kind, candidate) { IsOneOfSeveralTenants = HasTenants }, kept);
                all.Add(found);
                // A former record is the line's only as long as it counts as that; where the kind is open, it is a user's in any case.
                if ((kept.Any || kept.IsLeftInOpenMemory) && (callers.Count > 1 || place.Counts(kept.IsKindCertain)))
                    known.Add(found);
            }
        }

        if (tenant is null && HasTenants && known.Count > 0)
        {
            var names = known.Select(found => $"tenant {found.Target.Tenant}").Distinct(StringComparer.Ordinal);
            throw new CliException($"The caller is known in {string.Join(", ", names)}. Choose one with --tenant. Nothing was erased.");
        }

        if (callers.Count > 1 && known.Count > 1)
        {
            throw new CliException(
                "Both a line and an application's user have this name. Choose one with --kind line or --kind user. Nothing was erased.");
        }

        var (target, first) = known.Count > 0 ? known[0] : all[0];
        return new FoundTarget(target with { HasMore = known.Count > 1 }, first);
    }

    private IEnumerable<(CallerPlace Place, CallerKind Kind)> PlacesOf(IReadOnlyList<Caller> callers, string tenant) =>
        (from caller in callers
         from place in keys.PlacesOf(caller, tenant)
         select (place, place.IsFormer ? CallerKind.User : caller.Kind)).DistinctBy(found => found.place.Key);
}
