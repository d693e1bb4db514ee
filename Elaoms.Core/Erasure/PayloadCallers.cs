using Elaoms.Core.Calls;

namespace Elaoms.Core.Erasure;

/// <summary>Whom a payload names.</summary>
/// <param name="IsReadable">Whether it could be read; what is not there names nobody.</param>
/// <param name="Callers">The callers' keys.</param>
public sealed record PayloadCallers(bool IsReadable, IReadOnlyCollection<CallerKey> Callers)
{
    /// <summary>It could not be read.</summary>
    public static readonly PayloadCallers Unreadable = new(IsReadable: false, []);

    /// <summary>It names nobody.</summary>
    public static readonly PayloadCallers Nobody = new(IsReadable: true, []);
}
