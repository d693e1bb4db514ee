using Elaoms.Core.Storage.Queue;
using Elaoms.ElevenLabs.Api;

namespace Elaoms.ElevenLabs.Import;

/// <summary>
/// Imports conversations from before, or such whose delivery was lost: each becomes a payload in the archive and the queue, as if it had
/// been delivered. A run that is stopped or killed at any point is continued by the next one.
/// </summary>
public sealed class ImportConversations(
    ConversationPages pages, ElevenLabsClient client, ImportedPayloads payloads, ICallQueue queue, IImportStateStore states,
    TimeProvider time)
{
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
        var state = await states.ReadAsync(cancellationToken);
        var wanted = request.Pages(state.Runs.FirstOrDefault(run => run.Request == name)?.Next);
        var (done, pace, recordings) = (ImportProgress.Nothing, new ImportPace(queue, time), 0L);
        await foreach (var page in pages.ReadAsync(wanted, TakeAsync, cancellationToken))
        {
            if (page.DoneUntil is { } reached)
            {
                state = state.With(new ImportCheckpoint(name, begun, reached));
                await states.WriteAsync(state, cancellationToken);
            }

            var added = page.Of(ConversationOutcome.Imported) - done.Of(ConversationOutcome.Imported);
            done = page with { Recordings = Interlocked.Read(ref recordings) };
            progress.Report(done);
            await pace.WaitAsync(added, cancellationToken);
        }

        return done;

        async Task<ConversationOutcome> TakeAsync(FoundConversation found, CancellationToken token)
        {
            if (found.Body is not { } body)
                return found.Outcome;

            // The recording first: a conversation whose words are here is not asked for again.
            var now = time.GetUtcNow();
            if (request.WithAudio && body.HasAudio)
            {
                var (hasRecording, failed) = await ImportAudioAsync(found, body, now, token);
                if (failed is { } later)
                    return later;
                if (hasRecording)
                    Interlocked.Increment(ref recordings);
            }

            await payloads.StoreAsync(body, now, token);
            return ConversationOutcome.Imported;
        }
    }

    private async Task<(bool HasRecording, ConversationOutcome? Failed)> ImportAudioAsync(
        FoundConversation found, ConversationBody body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await client.Conversations.ReadAudioAsync(
                body.Event.ConversationId!,
                (audio, token) => payloads.StoreAudioAsync(body.Event, found.Listed.AgentId, audio, now, token),
                cancellationToken);
            return (true, null);
        }
        catch (ElevenLabsException fault) when (found.Reader.OutcomeOf(fault) is { } outcome)
        {
            // A recording that is gone or can't be read keeps no words out.
            return (false, outcome == ConversationOutcome.Failed ? outcome : null);
        }
    }
}
