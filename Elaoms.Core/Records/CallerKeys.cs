using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Records;

/// <summary>Names callers under this deployment's <c>CALLER_HASH_KEY</c>.</summary>
/// <param name="settings">Where the key comes from.</param>
public sealed class CallerKeys(ElaomsSettings settings)
{
    private readonly IReadOnlyList<string> _tenants = settings.Tenants.Names;
    private readonly byte[] _hashKey = Encoding.UTF8.GetBytes(settings.CallerHashKey);
    private readonly PlatformUserId _userId = new(Encoding.UTF8.GetBytes(settings.CallerHashKey));

    /// <summary>The key of a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="tenant">Whose caller it is: <see cref="Tenants.Of"/> of the agent.</param>
    public CallerKey Of(Caller caller, string tenant) => CallerKey.Of(caller, _hashKey, tenant);

    /// <summary>The tenant under which a caller has a key; null when it is none of the settings'.</summary>
    public string? TenantOf(Caller caller, CallerKey key) => _tenants.FirstOrDefault(tenant => Of(caller, tenant) == key);

    /// <summary>Where a caller's record may stand, in the order of looking: the first that is there is the caller's.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="tenant">Whose caller it is.</param>
    public IReadOnlyList<CallerPlace> PlacesOf(Caller caller, string tenant)
    {
        var own = new CallerPlace(Of(caller, tenant));
        // Lines had no kind of their own once. The other way round it must never be: a User who reads a Phone's or a Line's record may be
        // anybody.
        return caller.Kind == CallerKind.Line
            ? [own, new CallerPlace(Of(caller with { Kind = CallerKind.User }, tenant), IsFormer: true)]
            : [own];
    }

    /// <summary>Every key that an operator's words may mean, in every tenant.</summary>
    /// <param name="text">A key, or a number, a SIP address, a line's name or a user id in any form.</param>
    public IReadOnlyList<CallerKey> MeantBy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (CallerKey.Parse(text.Trim()) is { } key)
            return [key];
        Caller.Read(text, out var onLine);
        Caller.ReadUserId(text, out var user);
        return AllOf(((Caller?[])[onLine, user]).OfType<Caller>());
    }

    /// <summary>Every key under which the record of one of these callers may stand, in every tenant.</summary>
    public IReadOnlyList<CallerKey> AllOf(IEnumerable<Caller> callers) =>
    [
        .. (from caller in callers
            from tenant in _tenants
            from place in PlacesOf(caller, tenant)
            select place.Key).Distinct(),
    ];

    /// <summary>The <c>user_id</c> of a caller's conversations at ElevenLabs.</summary>
    public string UserIdOf(CallerKey caller) => _userId.Of(caller);
}

/// <summary>Where a caller's record may stand.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="IsFormer">Whether the record counts only while <see cref="CallerRecord.IsKindCertain"/> is false: it was written when
/// callers of two kinds still shared it.</param>
public readonly record struct CallerPlace(CallerKey Key, bool IsFormer = false)
{
    /// <summary>Whether what stands there is the caller's.</summary>
    /// <param name="isKindCertain">What the record or the profile says.</param>
    public bool Counts(bool isKindCertain) => !IsFormer || !isKindCertain;
}
