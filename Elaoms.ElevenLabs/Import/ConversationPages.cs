using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Goes through the listed conversations, page by page, and reads those that are not here. One page is in memory.</summary>
public sealed class ConversationPages(
    ElevenLabsClient client, KnownConversations known, ArchivedCallReader calls, CurrentPayload current, TimeProvider time)
{
    // Storage is waited for meanwhile; the client lets two requests run.
    private const int AtATime = 4;

    /// <summary>Goes through them.</summary>
    /// <param name="request">Which conversations.</param>
    /// <param name="take">
    /// Told of each listed conversation, of several at a time; returns what became of it in the end.
    /// </param>
    /// <returns>How far it is, after each page.</returns>
    /// <exception cref="ElevenLabsException">The platform can't be read any more.</exception>
    internal async IAsyncEnumerable<ImportProgress> ReadAsync(
        PagesRequest request,
        Func<FoundConversation, CancellationToken, Task<ConversationOutcome>> take,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = await known.ListWaitingAsync(request.KnowsFailed, cancellationToken);
        var reader = new ConversationReader(client, known, waiting, request, time);
        var (count, mark) = (new ImportCount(), new ImportMark());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await foreach (var page in client.Conversations.ListAsync(request.Filter, cancellationToken))
        {
            await Parallel.ForEachAsync(page, options, async (listed, token) =>
            {
                var outcome = await take(await FindAsync(reader, listed, request, token), token);
                count.Add(outcome, listed.StartTimeUnixSecs);
                mark.Note(listed.StartTimeUnixSecs, isDone: !request.IsAwaited(outcome));
            });
            yield return count.Read() with { DoneUntil = mark.DoneUntil, AwaitedFrom = mark.AwaitedFrom };
        }
    }

    private async Task<FoundConversation> FindAsync(
        ConversationReader reader, ConversationSummary listed, PagesRequest request, CancellationToken cancellationToken)
    {
        var (outcome, body) = await reader.ReadAsync(listed, cancellationToken);
        if (body is null)
            return new FoundConversation(reader, listed, outcome);
        var caller = calls.TaughtBy(body.NameAt(time.GetUtcNow()), body.Bytes);
        if (request.Callers is { } callers && !(caller is { } taught && callers.Contains(taught)))
            return new FoundConversation(reader, listed, ConversationOutcome.OfAnother);

        // Of who opted out nothing is kept, not even for the moment that learning takes.
        return caller is { } key && await current.IsOptedOutAsync(key, start: null, cancellationToken)
            ? new FoundConversation(reader, listed, ConversationOutcome.OptedOut)
            : new FoundConversation(reader, listed, outcome) { Body = body, Caller = caller };
    }
}

/// <summary>What a run through the conversations wants.</summary>
/// <param name="Filter">Which are listed.</param>
internal sealed record PagesRequest(ConversationFilter Filter)
{
    /// <summary>Only those of this caller, under each key that the name may mean; null for all.</summary>
    public IReadOnlyList<CallerKey>? Callers { get; init; }

    /// <summary>For how long after its end a conversation is left to its delivery.</summary>
    public TimeSpan DeliveryTime { get; init; }

    /// <summary>Whether what is here and could not be learned counts as known.</summary>
    public bool KnowsFailed { get; init; }

    /// <summary>Whether the next run has to look at a conversation again.</summary>
    public Func<ConversationOutcome, bool> IsAwaited { get; init; } = static outcome => outcome == ConversationOutcome.Failed;
}

/// <summary>A listed conversation, and whether it is to be imported.</summary>
/// <param name="Reader">Who read it.</param>
/// <param name="Listed">What the list says.</param>
/// <param name="Outcome">What became of it so far.</param>
internal sealed record FoundConversation(ConversationReader Reader, ConversationSummary Listed, ConversationOutcome Outcome)
{
    /// <summary>The conversation; null if it is not to be imported.</summary>
    public ConversationBody? Body { get; init; }

    /// <summary>Whom it teaches; null for nobody.</summary>
    public CallerKey? Caller { get; init; }
}

/// <summary>Until where all is done with. Thread-safe.</summary>
internal sealed class ImportMark
{
    private readonly Lock _lock = new();
    private double? _last;
    private double? _firstAwaited;

    /// <summary>What began before this Unix second is done with; null before there is anything.</summary>
    public long? DoneUntil
    {
        get
        {
            lock (_lock)
                return Second(_firstAwaited ?? _last);
        }
    }

    /// <summary>When the first began that is to be looked at again; null if there is none.</summary>
    public long? AwaitedFrom
    {
        get
        {
            lock (_lock)
                return Second(_firstAwaited);
        }
    }

    public void Note(double? start, bool isDone)
    {
        lock (_lock)
        {
            _last = Math.Max(_last ?? 0, start ?? 0);
            if (!isDone)
                _firstAwaited = Math.Min(_firstAwaited ?? double.MaxValue, start ?? 0);
        }
    }

    private static long? Second(double? start) => start is { } known ? (long)Math.Clamp(Math.Floor(known), 0, 1e12) : null;
}
