namespace Elaoms.Core.Search;

/// <summary>A memory that an engine found.</summary>
/// <param name="Id">The memory's id.</param>
/// <param name="Relevance">The share of such matches that answer what was asked, 0..1; null where it was not measured.</param>
public sealed record EngineMatch(string Id, double? Relevance = null);
