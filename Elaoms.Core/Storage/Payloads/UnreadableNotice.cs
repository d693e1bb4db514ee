namespace Elaoms.Core.Storage.Payloads;

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
