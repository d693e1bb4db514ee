using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The stored form of vectors, the same in every storage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallerVectors))]
public sealed partial class EmbeddingsJson : JsonSerializerContext;
