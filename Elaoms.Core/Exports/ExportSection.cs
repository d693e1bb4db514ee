namespace Elaoms.Core.Exports;

/// <summary>A part of an export.</summary>
/// <param name="Name">Its name in <c>caller.json</c>.</param>
/// <param name="Title">Its heading in <c>caller.html</c>.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record ExportSection(string Name, string Title, string Source)
{
    public static readonly ExportSection Told = new(
        "told", "What an agent is told", "Made for this export, as the next call would be answered.");

    public static readonly ExportSection Facts = new(
        "facts", "What is so", "Found in the calls and stated by operators. Each fact names its call, the turn and the words it rests on.");

    public static readonly ExportSection History = new(
        "history", "What was so", "Found in the same way, and replaced or ended by something later.");

    public static readonly ExportSection Profile = new(
        "profile", "Profile", "Derived from the record when it last changed, for the start of a call.");

    public static readonly ExportSection Calls = new(
        "calls", "Calls", "Learned from the payload that each call names. Secrets and forgotten values are replaced by marks.");

    public static readonly ExportSection Payloads = new(
        "payloads", "Archived payloads", "Sent by ElevenLabs after each call, stored byte for byte, and part of this export as files.");

    public static readonly ExportSection Changes = new(
        "changes",
        "Changes by operators",
        "Made by people who run the deployment. Of forgotten values a keyed hash and the length are kept.");

    public static readonly ExportSection Receipts = new(
        "receipts", "Receipts", "Written when a payload was done with.");

    public static readonly ExportSection Claims = new(
        "claims", "Claims", "They say which payload of a conversation counts. Other callers whom it named before are only counted.");

    public static readonly ExportSection Waiting = new(
        "waiting", "Waiting", "Payloads without a receipt, changes that are not applied yet, and what other indexes are still to be told.");

    public static readonly ExportSection Listed = new(
        "listed", "List of calls", "Written when a call was learned, so that operators can list callers and calls by time.");

    public static readonly ExportSection Indexes = new(
        "indexes", "Other indexes", "Derived from the turns: the ids of memories in OpenMemory, and vectors of an embeddings model.");

    public static readonly ExportSection Notices = new(
        "notices", "Unreadable messages", "Kept of messages in the queue that could not be read and named a payload of this caller.");

    public static readonly ExportSection Audit = new(
        "audit", "Who looked and who changed", "The audit log's entries about this caller.");
}
