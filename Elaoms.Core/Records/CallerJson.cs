using System.Text.Json.Serialization;

namespace Elaoms.Core.Records;

/// <summary>The stored form of records and profiles, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallerRecord))]
[JsonSerializable(typeof(CallerProfile))]
[JsonSerializable(typeof(ConversationClaim))]
public sealed partial class CallerJson : JsonSerializerContext;
