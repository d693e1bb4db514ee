using System.Text.Json.Serialization;

namespace Elaoms.Core.Records;

/// <summary>The stored form of profiles and claims, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallerProfile))]
[JsonSerializable(typeof(ConversationClaim))]
public sealed partial class CallerJson : JsonSerializerContext;
