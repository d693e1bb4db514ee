using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The stored form of what concerns engines, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IndexTask))]
[JsonSerializable(typeof(EngineNote))]
[JsonSerializable(typeof(CallerVectors))]
public sealed partial class IndexJson : JsonSerializerContext;
