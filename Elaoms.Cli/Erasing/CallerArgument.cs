using Elaoms.Core.Calls;
using Elaoms.Core.Records;

namespace Elaoms.Cli.Erasing;

/// <summary>Reads a caller as an operator writes one, with the functions that read ids on every route.</summary>
internal static class CallerArgument
{
    /// <summary>Reads a caller.</summary>
    /// <param name="text">The number, the address, the line's name or the id.</param>
    /// <param name="kind">What it is; null to tell by its form.</param>
    /// <returns>The caller; without a kind a name is that of a line or of an application's user, so there are two.</returns>
    /// <exception cref="CliException">It names nobody, or somebody of another kind.</exception>
    public static IReadOnlyList<Caller> Read(string text, CallerKind? kind)
    {
        Caller? caller;
        // An address is often written without what makes it one.
        var address = kind == CallerKind.Sip && !text.Contains(':', StringComparison.Ordinal) ? "sip:" + text : text;
        var reading = kind == CallerKind.User ? Caller.ReadUserId(text, out caller) : Caller.Read(address, out caller);
        if (reading == CallerIdentification.Hidden)
        {
            throw new CliException(
                "Carriers and programs send this for hidden callers. It identifies nobody, and nothing is stored under it any more. An "
                + "older record can be erased by its key: run elaoms doctor to find the key, then elaoms erase --key KEY.");
        }

        if (caller is null)
        {
            throw new CliException(
                $"This is not a caller. Give a telephone number, a SIP address, a line's name or a user id, of at most {Caller.MaxLength} "
                + "characters.");
        }

        if (kind is not null && caller.Kind != kind)
            throw new CliException(
                $"This is not a caller of kind {NameOf(kind.Value)}. Every route reads it as kind {NameOf(caller.Kind)}.");
        return kind is null && caller.Kind == CallerKind.Line ? [caller, caller with { Kind = CallerKind.User }] : [caller];
    }

    /// <summary>Reads a caller, or a caller key, of whom every record is meant that may be theirs.</summary>
    /// <returns>Gives the keys once the settings are there. What is no caller is refused before that.</returns>
    /// <exception cref="CliException">It names nobody.</exception>
    public static Func<CallerKeys, IReadOnlyList<CallerKey>> ReadKeys(string text)
    {
        if (CallerKey.Parse(text) is { } key)
            return _ => [key];
        var callers = Read(text, kind: null);
        return keys => keys.AllOf(callers);
    }

    /// <summary>The kind as the command line and reports spell it.</summary>
    public static string NameOf(CallerKind kind) => kind switch
    {
        CallerKind.Phone => "phone",
        CallerKind.Sip => "sip",
        CallerKind.Line => "line",
        _ => "user",
    };
}
