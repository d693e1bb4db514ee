using System.Text.Json.Serialization;

namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What is searched for.</summary>
internal sealed record QueryRequest(string Query, [property: JsonPropertyName("k")] int Count, string? UserId, QueryFilters Filters);
