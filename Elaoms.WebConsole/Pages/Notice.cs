using System.Text.Json;
using Elaoms.Core.Settings;

namespace Elaoms.WebConsole.Pages;

/// <summary>What a page says of the request that led to it. Addresses hold one of these words, and no text of their own.</summary>
public enum Notice
{
#pragma warning disable CS1591 // Text says what each means.
    Corrected,
    Added,
    Forgotten,
    Confirmed,
    Rejected,
    Marked,
    OptedOut,
    OptedIn,
    CallDeleted,
    Undone,
    UndoneInPart,
    UndoTooLate,
    Invalid,
    NothingToChange,
    TooManyChanges,
    TooManyJobs,
    Enqueued,
    NotArchived,
    AlreadyDone,
    Dismissed,
    NotFailed,
    AgentsChecked,
    AgentsNotChecked,
    NotFound,
    UnreadableCaller,
#pragma warning restore CS1591
}

/// <summary>Writes and reads notices, and says them.</summary>
internal static class Notices
{
    private static readonly Dictionary<string, Notice> Words = Enum.GetValues<Notice>()
        .ToDictionary(ToWord, StringComparer.Ordinal);

    public static string ToWord(this Notice notice) => JsonNamingPolicy.KebabCaseLower.ConvertName(notice.ToString());

    public static Notice? Parse(string? word) => word is not null && Words.TryGetValue(word, out var notice) ? notice : null;

    /// <summary>Whether it tells of something that was not done.</summary>
    public static bool IsRefusal(this Notice notice) => notice is Notice.UndoTooLate or Notice.Invalid or Notice.NothingToChange
        or Notice.TooManyChanges or Notice.TooManyJobs
        or Notice.NotArchived or Notice.NotFailed or Notice.AgentsNotChecked or Notice.NotFound or Notice.UnreadableCaller;

    /// <summary>Whether it tells of a change that can be undone.</summary>
    public static bool IsUndoable(this Notice notice) => notice is Notice.Corrected or Notice.Added or Notice.Forgotten
        or Notice.Confirmed or Notice.Rejected or Notice.Marked;

    public static string Text(this Notice notice) => notice switch
    {
        Notice.Corrected => "Corrected. Agents are told the new value from now on.",
        Notice.Added => "Added. Agents are told from now on.",
        Notice.Forgotten => "Forgotten. No agent is told this any more.",
        Notice.Confirmed => "Confirmed. Agents may rely on it from now on.",
        Notice.Rejected => "Rejected. No agent is told this any more.",
        Notice.Marked => "The line is marked.",
        Notice.OptedOut => "The caller opted out. Nothing is told, and nothing more is learned.",
        Notice.OptedIn => "The caller opted in again. Calls are learned from now on.",
        Notice.CallDeleted => "The call is deleted, with everything that was learned from it.",
        Notice.Undone => "Undone. The memory is as it was before.",
        Notice.UndoneInPart => "Undone. A value that the change had forgotten may stay away if its payload has expired. Look at the facts.",
        Notice.UndoTooLate => "That can't be undone any more. Changes can be undone for ten minutes.",
        Notice.Invalid => "Nothing was changed. A value is one line of at most 200 characters, a name is one to address somebody by, "
            + "and a single letter or too many values at once can't be forgotten.",
        Notice.NothingToChange => "Nothing was changed: what you named is not in memory any more.",
        Notice.TooManyChanges => "Nothing was changed: this caller has as many changes as can be kept.",
        Notice.TooManyJobs => "Nothing was started: as many exports and erasures wait as may. Try again when some are done.",
        Notice.Enqueued => "The call waits to be learned again. Reload in a moment.",
        Notice.NotArchived => "The call can't be replayed: its payload is no longer archived.",
        Notice.AlreadyDone => "There is nothing to replay: the call was learned.",
        Notice.Dismissed => "Dismissed. The call no longer counts as failed.",
        Notice.NotFailed => "Nothing was changed: the call has not failed.",
        Notice.AgentsChecked => "Checked. This is how ElevenLabs has the agents now.",
        Notice.AgentsNotChecked => "ElevenLabs could not be asked, so this is what was known before. The server’s log says why. "
            + $"The key of {SettingNames.ElevenLabsReadKey} must be allowed to read agents and tools.",
        Notice.NotFound => "Nobody was found. No call of this number, address or id is listed.",
        _ => "Type a telephone number, a SIP address or a user id.",
    };
}
