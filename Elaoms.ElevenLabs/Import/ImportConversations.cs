using Elaoms.Core.Processing;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>
/// Imports conversations from before, or such whose delivery was lost: each becomes a payload in the archive and the queue, as if it had
/// been delivered. A run that is stopped or killed at any point is continued by the next one.
/// </summary>
public sealed class ImportConversations(
    ElevenLabsClient client, ConversationReader conversations, ImportedPayloads payloads, ArchivedCallReader calls,
    IImportStateStore states, TimeProvider time)
{
    // Storage is waited for meanwhile; the client lets two requests run.
    private const int AtATime = 4;

    /// <summary>Imports.</summary>
    /// <param name="request">Which conversations.</param>
    /// <param name="workspace">Names the workspace, since its progress is kept apart from that of others.</param>
    /// <param name="progress">Told after each page.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ElevenLabsException">The platform can't be read any more. Everything until then is kept.</exception>
    public async Task<ImportProgress> RunAsync(
        ImportRequest request, string workspace, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var (name, begun) = ($"{workspace} {request.Name}", time.GetUtcNow().ToUnixTimeSeconds());
        await conversations.BeginAsync(cancellationToken);
        var state = await states.ReadAsync(cancellationToken);
        var filter = request.Filter(state.Runs.FirstOrDefault(run => run.Request == name)?.Next);
        var (count, mark) = (new ImportCount(), new Mark());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await foreach (var page in client.Conversations.ListAsync(filter, cancellationToken))
        {
            await Parallel.ForEachAsync(page, options, async (listed, token) =>
            {
                var (outcome, hasRecording) = await ImportAsync(listed, request, token);
                count.Add(outcome, listed.StartTimeUnixSecs, hasRecording);
                mark.Note(listed.StartTimeUnixSecs, isDone: outcome != ConversationOutcome.Failed);
            });
            if (mark.Value is { } reached)
            {
                state = state.With(new ImportCheckpoint(name, begun, reached));
                await states.WriteAsync(state, cancellationToken);
            }

            progress.Report(count.Read());
        }

        return count.Read();
    }

    private async Task<(ConversationOutcome Outcome, bool HasRecording)> ImportAsync(
        ConversationSummary listed, ImportRequest request, CancellationToken cancellationToken)
    {
        var (outcome, body) = await conversations.ReadAsync(listed, cancellationToken);
        if (body is null)
            return (outcome, false);
        var now = time.GetUtcNow();
        if (request.Callers is { } callers
            && (calls.TaughtBy(body.NameAt(now), body.Bytes) is not { } taught || !callers.Contains(taught)))
            return (ConversationOutcome.OfAnother, false);

        // The recording first: a conversation whose words are here is not asked for again.
        var (hasRecording, failed) = request.WithAudio && body.HasAudio
            ? await ImportAudioAsync(body, listed.AgentId, now, cancellationToken)
            : (false, null);
        if (failed is { } later)
            return (later, false);
        await payloads.StoreAsync(body, now, cancellationToken);
        return (ConversationOutcome.Imported, hasRecording);
    }

    private async Task<(bool HasRecording, ConversationOutcome? Failed)> ImportAudioAsync(
        ConversationBody body, string? agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Conversations.ReadAudioAsync(
                body.Event.ConversationId!,
                (audio, token) => payloads.StoreAudioAsync(body.Event, agentId, audio, now, token),
                cancellationToken), null);
        }
        catch (ElevenLabsException fault) when (conversations.OutcomeOf(fault) is { } outcome)
        {
            // A recording that is gone or can't be read keeps no words out.
            return (false, outcome == ConversationOutcome.Failed ? outcome : null);
        }
    }

    /// <summary>Until where all is done with. Thread-safe.</summary>
    private sealed class Mark
    {
        private readonly Lock _lock = new();
        private double? _last;
        private double? _firstFailed;

        public long? Value
        {
            get
            {
                lock (_lock)
                    return (_firstFailed ?? _last) is { } start ? (long)Math.Clamp(Math.Floor(start), 0, 1e12) : null;
            }
        }

        public void Note(double? start, bool isDone)
        {
            lock (_lock)
            {
                _last = Math.Max(_last ?? 0, start ?? 0);
                if (!isDone)
                    _firstFailed = Math.Min(_firstFailed ?? double.MaxValue, start ?? 0);
            }
        }
    }
}
