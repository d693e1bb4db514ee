namespace Elaoms.Core.Indexing;

/// <summary>How far it has come with all callers.</summary>
/// <param name="Callers">How many callers have a record.</param>
/// <param name="Done">Of how many every engine holds all.</param>
/// <param name="Failed">Of how many one does not; they are tried again by the sweep of a running server.</param>
/// <param name="EngineDown">Whether no engine can be used now.</param>
public sealed record ReindexProgress(int Callers, int Done, int Failed, bool EngineDown);
