using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Clears what deleted values leave behind in the storage: free pages, logs, blobs that are kept for a while.</summary>
public interface IDeletedData
{
    /// <summary>
    /// Overwrites the remains of everything deleted so far, as far as the storage allows. Other processes may use the storage meanwhile.
    /// Can be repeated.
    /// </summary>
    /// <param name="erased">The caller who was erased.</param>
    /// <returns>What is left. Faults that repeating does not mend are exceptions.</returns>
    ValueTask<DeletedDataState> ClearAsync(CallerKey erased, CancellationToken cancellationToken);
}
