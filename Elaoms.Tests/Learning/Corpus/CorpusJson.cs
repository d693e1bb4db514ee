using System.Text.Json.Serialization;

namespace Elaoms.Tests.Learning.Corpus;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<CorpusCase>))]
internal sealed partial class CorpusJson : JsonSerializerContext;
