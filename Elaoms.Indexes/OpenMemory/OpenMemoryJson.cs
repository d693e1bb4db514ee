using System.Text.Json.Serialization;
using Elaoms.Indexes.OpenMemory.Wire;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>OpenMemory's requests and answers as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(AddRequest))]
[JsonSerializable(typeof(AddAnswer))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(StoredMemory))]
[JsonSerializable(typeof(MemoryPage))]
[JsonSerializable(typeof(DeletedAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class OpenMemoryJson : JsonSerializerContext;
