using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Listing;

/// <summary>
/// A label by which an operator recognises a caller: the kind, and the last characters of a number. It never changes, so a correction of
/// the caller's name leaves nothing old in a list.
/// </summary>
public static class CallerLabel
{
    // Of a shorter number four digits would be most of it.
    private const int LongNumber = 8;
    private const int ShownOfLong = 4;
    private const int ShownOfShort = 2;

    /// <summary>The label of a caller, such as <c>phone …0123</c>. Ids that are no number are not shown at all.</summary>
    public static string Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Kind switch
        {
            CallerKind.Phone => "phone …" + caller.Identity[^Math.Min(Shown(caller.Identity), caller.Identity.Length)..],
            CallerKind.Sip => "sip",
            CallerKind.Line => "line",
            _ => "user",
        };
    }

    private static int Shown(string number) => number.Length >= LongNumber ? ShownOfLong : ShownOfShort;
}
