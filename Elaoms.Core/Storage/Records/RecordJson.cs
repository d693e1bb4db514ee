using System.Text.Json.Serialization;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Storage.Records;

/// <summary>The stored form of a record's parts, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordHead))]
[JsonSerializable(typeof(RecordSegment))]
[JsonSerializable(typeof(RecordHistory))]
[JsonSerializable(typeof(IReadOnlyList<Fact>))]
public sealed partial class RecordJson : JsonSerializerContext;

/// <summary>The stored form of memories.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredMemory))]
internal sealed partial class MemoryJson : JsonSerializerContext;
