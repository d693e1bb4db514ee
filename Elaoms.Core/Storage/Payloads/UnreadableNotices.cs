using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>All notices that nobody has dismissed: one document, so its limit holds whoever fills the queue.</summary>
/// <param name="Notices">One per text, in the order in which they were first seen.</param>
/// <param name="Others">How many messages had another text than these, and came when there were <see cref="MaxNotices"/> already.</param>
/// <param name="LastSeen">When the last message of all was read; null when there is none.</param>
public sealed record UnreadableNotices(IReadOnlyList<UnreadableNotice> Notices, long Others, DateTimeOffset? LastSeen)
    : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "notice";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>The name of the document.</summary>
    public const string Name = "unreadable";

    /// <summary>The most notices that are kept: some 40 KB.</summary>
    public const int MaxNotices = 100;

    /// <summary>No notice.</summary>
    public static readonly UnreadableNotices None = new([], 0, LastSeen: null);

    /// <summary>How many messages could not be read.</summary>
    [JsonIgnore]
    public long Messages => Notices.Sum(notice => notice.Count) + Others;

    /// <summary>These, and a message that was seen now.</summary>
    internal UnreadableNotices With(UnreadableNotice seen)
    {
        var known = Notices.Any(notice => notice.Id == seen.Id);
        if (!known && Notices.Count >= MaxNotices)
            return this with { Others = Others + 1, LastSeen = seen.LastSeen };
        return this with { Notices = known ? [.. Notices.Select(Again)] : [.. Notices, seen], LastSeen = seen.LastSeen };

        UnreadableNotice Again(UnreadableNotice notice)
            => notice.Id == seen.Id ? notice with { Queue = seen.Queue, Count = notice.Count + 1, LastSeen = seen.LastSeen } : notice;
    }

    /// <summary>These, without those that name a payload of the conversations; the same object when none does.</summary>
    /// <param name="conversations">The conversations, as payload names spell them.</param>
    internal UnreadableNotices Without(IReadOnlySet<string> conversations)
    {
        UnreadableNotice[] kept = [.. Notices.Where(notice => !IsOfThese(notice))];
        return kept.Length == Notices.Count ? this : this with { Notices = kept };

        bool IsOfThese(UnreadableNotice notice)
            => PayloadName.Parse(notice.Payload) is { } payload && conversations.Contains(payload.ConversationHash);
    }
}

/// <summary>
/// What is kept of a text in the queue that is no message of ours. Nothing of the text itself: it may be anything, also what somebody said.
/// </summary>
/// <param name="Id">
/// The text's name, 32 hex digits: a keyed hash, since a plain one of a short text, such as a telephone number, could be turned back by
/// trying. The same text has the same name.
/// </param>
/// <param name="Queue">The queue it was last seen in.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="Reason">Why it can't be read.</param>
/// <param name="Payload">The payload that it names all the same; null when it names none.</param>
/// <param name="Count">How many messages had this text. One that is delivered twice counts twice.</param>
/// <param name="FirstSeen">When the first was read.</param>
/// <param name="LastSeen">When the last was read.</param>
public sealed record UnreadableNotice(
    string Id, string Queue, int Length, string Reason, string? Payload, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
