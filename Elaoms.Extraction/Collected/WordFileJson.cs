using System.Text.Json.Serialization;

namespace Elaoms.Extraction.Collected;

/// <summary>Reads the files of words.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WordFile))]
internal sealed partial class WordFileJson : JsonSerializerContext;
