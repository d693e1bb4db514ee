using System.Text.Json.Serialization;

namespace Elaoms.Tests.Processing.Corpus;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<CorpusCase>))]
internal sealed partial class CorpusJson : JsonSerializerContext;
