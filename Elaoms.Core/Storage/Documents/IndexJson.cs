using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The stored form of tasks and notes, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IndexTask))]
[JsonSerializable(typeof(EngineNote))]
public sealed partial class IndexJson : JsonSerializerContext;
