using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>The stored form of receipts and notices, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(UnreadableNotices))]
public sealed partial class ReceiptJson : JsonSerializerContext;
