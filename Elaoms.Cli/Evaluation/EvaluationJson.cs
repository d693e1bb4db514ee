using System.Text.Json.Serialization;
using Elaoms.Cli.Evaluation.Sheets;

namespace Elaoms.Cli.Evaluation;

/// <summary>The form of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(SheetScore))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
