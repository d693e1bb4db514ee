using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.ElevenLabs.Erasure;

/// <summary>Deletes a caller's conversations at the platform: those of the caller's <c>user_id</c>, and those known here.</summary>
public sealed class VendorErasure(
    ElevenLabsClient client, ConversationsOfCaller known, CallersOfPayload callers, CallerKeys keys)
{
    private const int AtATime = 4;
    private const int Most = 100_000;

    /// <summary>Finds conversations that may be the caller's. Which are is not looked at before they are deleted.</summary>
    /// <param name="kept">What is kept of the caller here; look before that is erased.</param>
    /// <param name="named">The caller as it was named; empty where only the key is known.</param>
    /// <exception cref="ElevenLabsException">The platform can't be asked.</exception>
    public async Task<IReadOnlyCollection<string>> FindAsync(
        KeptOfCaller kept, IEnumerable<Caller> named, CancellationToken cancellationToken)
    {
        var found = (await known.ListAsync(kept, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        // Ours, which client-data gives back; and the application's own, or a number that an application gives as such.
        var userIds = named.Append(kept.Caller).OfType<Caller>().Select(caller => caller.Identity).Append(keys.UserIdOf(kept.Key));
        foreach (var userId in userIds.Distinct(StringComparer.Ordinal))
        {
            await foreach (var page in client.Conversations.ListAsync(new ConversationFilter { UserId = userId }, cancellationToken))
            {
                found.UnionWith(page.Select(listed => listed.ConversationId));
                if (found.Count > Most)
                    throw new ElevenLabsException(ElevenLabsFault.Unintelligible, "ElevenLabs lists too many conversations of one caller.");
            }
        }

        return found;
    }

    /// <summary>Deletes those of the conversations whose own number or id is the caller's. Can be repeated.</summary>
    /// <exception cref="ElevenLabsException">The key is refused, or the platform can't be reached at all.</exception>
    public async Task<VendorErasureResult> DeleteAsync(
        CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
    {
        var result = new Tally();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(conversations, options, async (conversation, token) =>
        {
            try
            {
                if (!await IsOfAsync(caller, conversation, token))
                {
                    result.OfOthers.Enqueue(conversation);
                    return;
                }

                await client.Conversations.DeleteAsync(conversation, token);
                result.Deleted.Enqueue(conversation);
            }
            catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
            {
                result.Gone.Enqueue(conversation);
            }
            catch (ElevenLabsException fault)
                when (fault.Fault is not (ElevenLabsFault.KeyRefused or ElevenLabsFault.WrongRegion or ElevenLabsFault.Unreachable))
            {
                result.Failed.Enqueue(new VendorErasureFailure(conversation, fault.Message));
            }
        });
        return new VendorErasureResult(
            result.Deleted.Count,
            result.Gone.Count,
            [.. result.OfOthers.Order(StringComparer.Ordinal)],
            [.. result.Failed.OrderBy(failure => failure.Conversation, StringComparer.Ordinal)]);
    }

    // A list or a record may be wrong about whose it is; what is deleted there can't be brought back.
    private async Task<bool> IsOfAsync(CallerKey caller, string conversation, CancellationToken cancellationToken)
    {
        var detail = await client.Conversations.GetAsync(conversation, cancellationToken);
        return callers.Read(ConversationBody.Wrap(detail, new ConversationSummary(conversation)).Bytes).Callers.Contains(caller);
    }

    private sealed class Tally
    {
        public ConcurrentQueue<string> Deleted { get; } = [];

        public ConcurrentQueue<string> Gone { get; } = [];

        public ConcurrentQueue<string> OfOthers { get; } = [];

        public ConcurrentQueue<VendorErasureFailure> Failed { get; } = [];
    }
}

/// <summary>What became of a caller's conversations at the platform.</summary>
/// <param name="Deleted">How many were deleted.</param>
/// <param name="Gone">How many were not there any more.</param>
/// <param name="OfOthers">Those that name somebody else, or nobody, and so were left.</param>
/// <param name="Failed">Those that could not be deleted.</param>
public sealed record VendorErasureResult(
    int Deleted, int Gone, IReadOnlyList<string> OfOthers, IReadOnlyList<VendorErasureFailure> Failed)
{
    /// <summary>Whether nothing was left.</summary>
    public bool IsAll => OfOthers.Count + Failed.Count == 0;
}

/// <summary>A conversation that could not be deleted.</summary>
/// <param name="Conversation">Its id.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record VendorErasureFailure(string Conversation, string Reason);
