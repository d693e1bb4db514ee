using Elaoms.Core.Calls;

namespace Elaoms.Core.Erasure;

/// <summary>Whom a payload names.</summary>
/// <param name="IsReadable">Whether it could be read; what is not there names nobody.</param>
/// <param name="Callers">The callers' keys.</param>
internal sealed record PayloadCallers(bool IsReadable, IReadOnlyCollection<CallerKey> Callers)
{
    public static readonly PayloadCallers Unreadable = new(IsReadable: false, []);

    public static readonly PayloadCallers Nobody = new(IsReadable: true, []);
}
