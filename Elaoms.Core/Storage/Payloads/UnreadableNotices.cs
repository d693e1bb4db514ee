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
