using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Indexing;

/// <summary>A caller whom nobody may tell an engine of for a while.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Task">The task that keeps the others away.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Before">The task that was there before; null when there was none.</param>
public sealed record CallerLease(CallerKey Caller, IndexTask Task, string ETag, IndexTask? Before);
