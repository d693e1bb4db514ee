using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>What the server's ids mean in a caller's record, for the callers who were last searched.</summary>
/// <param name="notes">Where that is noted.</param>
/// <param name="time">The clock.</param>
public sealed class IndexedMemories(IDocumentStore<EngineNote> notes, TimeProvider time) : IDisposable
{
    private const long MaxBytes = 16L << 20;

    // Ids stand in memory in UTF-16, and once as keys.
    private const int BytesPerStoredByte = 3;

    private readonly ETagCache<EngineNote, Ids> _cache = new(MaxBytes, time, notes, Ids.Of, BytesPerStoredByte);

    /// <inheritdoc />
    public void Dispose() => _cache.Dispose();

    internal ValueTask<Ids?> GetAsync(CallerKey caller, CancellationToken cancellationToken) => _cache.GetAsync(caller, cancellationToken);

    /// <summary>A caller's memories by the server's ids.</summary>
    /// <param name="Server">Which server gave the ids.</param>
    /// <param name="ByEngineId">The memory; of several with the same words the last.</param>
    internal sealed record Ids(string Server, IReadOnlyDictionary<string, string> ByEngineId)
    {
        public static Ids Of(EngineNote note)
        {
            var memories = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (memory, held) in note.Held)
            {
                foreach (var id in held.Ids)
                    memories[id] = memory;
            }

            return new Ids(note.Server, memories);
        }
    }
}
