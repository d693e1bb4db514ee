using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Storage.Records;

/// <summary>Reads, changes and commits caller records, and derives the profile anew. Starts over when another writer came first.</summary>
/// <param name="heads">Their heads.</param>
/// <param name="segments">Their segments.</param>
/// <param name="profiles">The profiles.</param>
/// <param name="indexer">Makes what a search needs of memories.</param>
/// <param name="time">The clock.</param>
/// <param name="teller">Makes what is told of profiles; null when that is made when they are told.</param>
/// <param name="changes">What operators have changed; null where nobody can.</param>
public sealed class CallerRecords(
    IDocumentStore<RecordHead> heads,
    IDocumentStore<RecordSegment> segments,
    IDocumentStore<CallerProfile> profiles,
    IMemoryIndexer indexer,
    TimeProvider time,
    IProfileTeller? teller = null,
    StoredChanges? changes = null)
{
    // A read starts over when a writer has replaced a segment since the head was read.
    private const int MaxReads = 10;

    private static readonly Dictionary<string, ExtractedCall> NoCalls = new(StringComparer.Ordinal);

    /// <summary>How long lists of segments may get.</summary>
    internal PageLimits PageLimits { get; init; } = PageLimits.Default;

    /// <summary>
    /// Adds extracted calls in one commit. Repeating it changes nothing. If the caller is erased between the record and its profile, the
    /// profile stays: check afterwards whether the conversation's caller was erased, and call <see cref="EraseAsync"/> then.
    /// </summary>
    /// <returns>What came of it. Calls that the caller's changes refuse are left out.</returns>
    public async Task<RecordChange> ApplyAsync(
        CallerKey key, Caller caller, IReadOnlyList<ExtractedCall> extractedCalls, CancellationToken cancellationToken)
    {
        var isFirst = false;
        var (head, isChanged, before, rules) = await ChangeAsync(
            key,
            caller,
            async edit =>
            {
                foreach (var extracted in extractedCalls)
                    await edit.TeachAsync(extracted, cancellationToken);
                isFirst |= edit.IsFirst;
            },
            cancellationToken);
        // Also when nothing changed: the process may have died between the record and its profile.
        if (head is not null)
            await WriteProfileAsync(key, head.Value, cancellationToken);
        // A change that came while there was no record has found none to make anew, and this call did not know of it.
        if (isFirst && isChanged && rules?.Applied != await AppliedNowAsync(key, cancellationToken))
        {
            await RemakeAsync(key, NoCalls, cancellationToken);
            head = await heads.ReadAsync(key, cancellationToken);
        }

        return new RecordChange(isChanged, before, head is null ? null : RecordSummary.Of(head.Value));
    }

    /// <summary>
    /// Makes a record anew with all changes of operators, and its profile. Repeating it changes nothing. A record without calls goes.
    /// </summary>
    /// <param name="key">The caller.</param>
    /// <param name="extracted">Calls as their payloads teach them, by conversation; of the others, what is stored is taken.</param>
    internal async Task RemakeAsync(
        CallerKey key, IReadOnlyDictionary<string, ExtractedCall> extracted, CancellationToken cancellationToken)
    {
        await ChangeOrDeleteAsync(key, edit => edit.RemakeAsync(extracted, cancellationToken), cancellationToken);
        await WriteProfileOverAsync(key, cancellationToken);
    }

    /// <summary>Whether a caller's call that began then is not to be remembered, or none is now.</summary>
    public async Task<bool> IsOptedOutAsync(CallerKey key, DateTimeOffset? start, CancellationToken cancellationToken)
        => changes is not null && await changes.ReadAsync(key, cancellationToken) is { } rules
            && (rules.Applied.IsOptedOut || (start is { } began && rules.IsOptedOutAt(began)));

    /// <summary>Reads a caller's record as a whole; null when there is none.</summary>
    /// <exception cref="NewerDocumentException">It is of a newer form.</exception>
    public async ValueTask<Versioned<CallerRecord>?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
    {
        for (var reads = 0; ; reads++)
        {
            if (await heads.ReadAsync(key, cancellationToken) is not { } head)
                return null;
            try
            {
                var parts = await SegmentsOf(key).ReadAllAsync(head.Value, cancellationToken);
                return new Versioned<CallerRecord>(
                    Whole(
                        head.Value,
                        parts.ConvertAll(part => part.Value),
                        await ReadFactsOfOperatorsAsync(key, head.Value, cancellationToken)),
                    head.ETag,
                    head.SizeBytes + parts.Sum(part => part.SizeBytes));
            }
            catch (SegmentMissingException) when (reads < MaxReads - 1)
            {
                // Another writer has replaced it since.
            }
        }
    }

    /// <summary>The ETag of a caller's record, without reading it; null when there is none.</summary>
    public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken)
        => heads.ReadETagAsync(key, cancellationToken);

    /// <summary>Reads what is at hand of a caller's record; null when there is none.</summary>
    /// <exception cref="NewerDocumentException">It is of a newer form.</exception>
    internal ValueTask<Versioned<RecordHead>?> ReadHeadAsync(CallerKey key, CancellationToken cancellationToken)
        => heads.ReadAsync(key, cancellationToken);

    /// <summary>Reads what operators say of a caller, if the record was made with it.</summary>
    internal async ValueTask<IReadOnlyList<Fact>> ReadFactsOfOperatorsAsync(
        CallerKey key, RecordHead head, CancellationToken cancellationToken)
        => head.Changes is not null && changes is not null && await changes.ReadAsync(key, cancellationToken) is { } rules
            ? rules.Facts
            : [];

    /// <summary>Reads a part of a record; null when it has been replaced since the head was read.</summary>
    internal async ValueTask<RecordPart?> ReadPartAsync(CallerKey key, string name, CancellationToken cancellationToken)
        => await SegmentsOf(key).FindAsync(name, cancellationToken) is { } read ? read.Value.Part(name, read.SizeBytes) : null;

    /// <summary>Reads a part of a large record into a buffer; null when it has been replaced since the head was read.</summary>
    internal async ValueTask<RecordPart?> ReadPartAsync(
        CallerKey key, string name, PartBuffer buffer, CancellationToken cancellationToken)
        => (await SegmentsOf(key).FindAsync(name, cancellationToken))?.Value.PartIn(name, buffer);

    /// <summary>Reads which segments pages list, page by page; null when one has been replaced since the head was read.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<SegmentEntry>>?> ReadPagesAsync(
        CallerKey key, IReadOnlyList<PageEntry> pages, CancellationToken cancellationToken)
    {
        try
        {
            return await SegmentsOf(key).ReadPagesAsync(pages, cancellationToken);
        }
        catch (SegmentMissingException)
        {
            return null;
        }
    }

    /// <summary>Lists the callers who have a record, in any order.</summary>
    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken)
        => heads.ListAsync(cancellationToken).Select(record => new CallerKey(record.Name));

    /// <summary>Fails if a newer program has written record or profile.</summary>
    /// <exception cref="NewerDocumentException">It has.</exception>
    public async Task RefuseNewerAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await heads.ReadAsync(key, cancellationToken);
        await profiles.ReadAsync(key, cancellationToken);
    }

    /// <summary>
    /// Whether a caller has a profile or changes that erasing deletes, even without a record: an erasing may have been cut short.
    /// </summary>
    public async Task<bool> HasRemainsAsync(CallerKey key, CancellationToken cancellationToken)
        => await profiles.ReadETagAsync(key, cancellationToken) is not null
            || (changes is not null && await changes.HasMoreThanOptOutAsync(key, cancellationToken));

    /// <summary>
    /// Removes a conversation, unless the record holds a payload of it that supersedes the given one: that one came meanwhile and settles
    /// whose conversation it is. Repeating it changes nothing.
    /// </summary>
    public async Task ForgetAsync(CallerKey key, string conversationId, PayloadVersion last, CancellationToken cancellationToken)
    {
        await ChangeAsync(key, caller: null, edit => edit.ForgetAsync(conversationId, last, cancellationToken), cancellationToken);
        // The caller may be erased meanwhile, and the claim, which names another caller, does not say so.
        await WriteProfileOverAsync(key, cancellationToken);
    }

    /// <summary>
    /// Removes a conversation of an erased caller, and the record if nothing else is in it: a learner at work meanwhile may have created it
    /// again. Repeating it changes nothing.
    /// </summary>
    public async Task EraseAsync(CallerKey key, string conversationId, CancellationToken cancellationToken)
    {
        await ChangeOrDeleteAsync(key, edit => edit.ForgetAsync(conversationId, last: null, cancellationToken), cancellationToken);
        await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>Deletes a record and its profile, and then the changes of operators: without them it would come back otherwise.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="etag">The version of the record that was read; null when there was none.</param>
    /// <returns>False when another version has come in between. That one stays.</returns>
    public async Task<bool> TryDeleteAsync(CallerKey key, string? etag, CancellationToken cancellationToken)
    {
        var isGone = etag is null
            ? await heads.ReadETagAsync(key, cancellationToken) is null
            : await heads.TryDeleteAsync(key, etag, cancellationToken);
        await DeleteSegmentsOfNobodyAsync(key, cancellationToken);
        await RenewProfileAsync(key, cancellationToken);
        if (isGone && changes is not null)
            await changes.EraseAsync(key, cancellationToken);
        return isGone;
    }

    /// <summary>Derives the profile anew if it is older than the record: a process may have died between the two.</summary>
    public async Task RenewOlderProfileAsync(CallerKey key, CallerRecord record, CancellationToken cancellationToken)
    {
        if (await profiles.ReadAsync(key, cancellationToken) is { } profile && profile.Value.Revision < record.Revision)
            await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Derives the profile from the current record, even if an erased record of a higher revision left its own. That one is deleted first;
    /// whoever writes a record from then on writes its profile too.
    /// </summary>
    internal async Task RenewProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        do
        {
            // A profile of a newer form is left to who wrote it, unless its caller is gone.
            if (await heads.ReadETagAsync(key, cancellationToken) is not null)
                await profiles.ReadAsync(key, cancellationToken);
            await profiles.DeleteAsync(key, cancellationToken);
        }
        while (await heads.ReadAsync(key, cancellationToken) is { } stored && !await TryWriteProfileAsync(key, stored, cancellationToken));
    }

    // A record without calls goes.
    private async Task ChangeOrDeleteAsync(CallerKey key, Func<RecordEdit, Task> change, CancellationToken cancellationToken)
    {
        bool isDone;
        do
        {
            var (left, _, _, _) = await ChangeAsync(key, caller: null, change, cancellationToken);
            isDone = left is not { Value.CallCount: 0 } || await heads.TryDeleteAsync(key, left.ETag, cancellationToken);
        }
        while (!isDone);

        await DeleteSegmentsOfNobodyAsync(key, cancellationToken);
    }

    // Not deleted first, so that a call right now still finds it.
    private async Task WriteProfileOverAsync(CallerKey key, CancellationToken cancellationToken)
    {
        if (await heads.ReadAsync(key, cancellationToken) is not { } stored || !await TryWriteProfileAsync(key, stored, cancellationToken))
            await RenewProfileAsync(key, cancellationToken);
    }

    // False when the record has changed or gone meanwhile: the profile may be that of a caller who was erased.
    private async Task<bool> TryWriteProfileAsync(CallerKey key, Versioned<RecordHead> stored, CancellationToken cancellationToken)
    {
        await WriteProfileAsync(key, stored.Value, cancellationToken);
        return await heads.ReadETagAsync(key, cancellationToken) == stored.ETag;
    }

    // One of a higher revision is of a newer record.
    private Task<CallerProfile?> WriteProfileAsync(CallerKey key, RecordHead head, CancellationToken cancellationToken)
    {
        var profile = head.DigestNow().Profile;
        profile = profile with { Told = teller?.Tell(profile) };
        return profiles.ChangeAsync(key, there => there?.Revision > profile.Revision ? there : profile, cancellationToken);
    }

    private static CallerRecord Whole(RecordHead head, List<RecordSegment> parts, IReadOnlyList<Fact> ofOperators)
    {
        var own = head.Calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        return new CallerRecord { Caller = head.Caller, Revision = head.Revision, Changes = head.Changes }.Holding(
            parts.SelectMany(part => part.Calls).Concat(head.Calls),
            parts.SelectMany(part => part.Facts).Concat(head.History.Facts.Where(fact => own.Contains(fact.Source.ConversationId)))
                .Concat(ofOperators),
            parts.SelectMany(part => part.ReadMemories()).Concat(head.ReadMemories()));
    }

    private async Task<AppliedChanges?> AppliedNowAsync(CallerKey key, CancellationToken cancellationToken)
        => changes is null ? null : (await changes.ReadAsync(key, cancellationToken))?.Applied;

    // Returns the head as it is then, null when there is none; whether this has changed it; what it was before, if it has; and by which
    // changes of operators. Starts over when another writer came first.
    private async Task<(Versioned<RecordHead>? Head, bool IsChanged, RecordSummary? Before, ChangeRules? Rules)> ChangeAsync(
        CallerKey key, Caller? caller, Func<RecordEdit, Task> change, CancellationToken cancellationToken)
    {
        var (isChanged, before) = (false, (RecordSummary?)null);
        while (true)
        {
            var stored = await heads.ReadAsync(key, cancellationToken);
            if ((stored?.Value.Caller ?? caller) is not { } of)
                return (null, isChanged, before, null);
            // After the head: whoever changes something writes that before the record, so one of the two is read.
            var rules = changes is null ? null : await changes.ReadAsync(key, cancellationToken);
            var list = new SegmentListEdit(stored?.Value, SegmentsOf(key), PageLimits, time.GetUtcNow());
            var edit = new RecordEdit(stored?.Value, of, list, indexer, rules);
            try
            {
                await change(edit);
                if (!edit.IsChanged && (stored is null || !edit.HasToMove))
                    return (stored, isChanged, before, rules);
                var head = await edit.FinishAsync(mayMove: stored is not null, cancellationToken);
                if (await TryCommitAsync(key, head, stored, list, cancellationToken) is not { } etag)
                    continue;
                if (edit.IsChanged && !isChanged && stored is not null)
                    before = RecordSummary.Of(stored.Value);
                isChanged |= edit.IsChanged;
                if (stored is not null || !edit.HasToMove)
                    return (new Versioned<RecordHead>(head, etag, SizeBytes: 0), isChanged, before, rules);
            }
            catch (SegmentMissingException) when (stored is not null)
            {
                // Another writer has replaced it since; if none has, it is lost.
                if (await heads.ReadETagAsync(key, cancellationToken) == stored.ETag)
                    throw;
            }
        }
    }

    private async Task<string?> TryCommitAsync(
        CallerKey key, RecordHead head, Versioned<RecordHead>? replaces, SegmentListEdit list, CancellationToken cancellationToken)
    {
        await SegmentsOf(key).WriteAsync(list.Written, cancellationToken);
        var etag = await heads.TryWriteAsync(key, head, replaces?.ETag, cancellationToken);
        if (etag is not null)
            await SegmentsOf(key).DeleteAsync(list.Replaced, cancellationToken);
        else
            await DeleteUnnamedAsync(key, list, replaces, cancellationToken);
        return etag;
    }

    // A write over a version that is gone can't succeed any more, but one whose answer was lost may have succeeded. Nobody will name what
    // the version after it does not name.
    private async Task DeleteUnnamedAsync(
        CallerKey key, SegmentListEdit list, Versioned<RecordHead>? replaced, CancellationToken cancellationToken)
    {
        List<string> names = [.. list.Written.Keys, .. list.Replaced];
        if (names.Count == 0)
            return;
        // Pages that were there before list none of what was written, and what was replaced only where they were themselves.
        var before = (replaced?.Value.Pages ?? []).Select(page => page.Name).Except(list.Replaced, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        for (var reads = 0; reads < MaxReads; reads++)
        {
            var current = await heads.ReadAsync(key, cancellationToken);
            if (current?.ETag == replaced?.ETag)
                return;
            var pages = (current?.Value.Pages ?? []).Where(page => !before.Contains(page.Name)).ToList();
            if (await ReadPagesAsync(key, pages, cancellationToken) is not { } listed)
                continue;
            var named = listed.Append(current?.Value.Segments ?? []).SelectMany(entries => entries).Select(entry => entry.Name)
                .Concat(pages.Select(page => page.Name)).ToHashSet(StringComparer.Ordinal);
            await SegmentsOf(key).DeleteAsync(names.Where(name => !named.Contains(name)), cancellationToken);
            return;
        }
    }

    // A first head names no segments. So what is listed while there is no head was made for a head that is gone, and nobody will name it.
    private async Task DeleteSegmentsOfNobodyAsync(CallerKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var listed = await SegmentsOf(key).ListAsync(cancellationToken);
            if (listed.Count == 0 || await heads.ReadETagAsync(key, cancellationToken) is not null)
                return;
            await SegmentsOf(key).DeleteAsync(listed, cancellationToken);
        }
    }

    private CallerSegments SegmentsOf(CallerKey key) => new(segments, key);
}
