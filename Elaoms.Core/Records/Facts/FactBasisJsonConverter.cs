using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Facts;

/// <summary>Writes bases as words, so that their order in the code may change.</summary>
internal sealed class FactBasisJsonConverter()
    : JsonStringEnumConverter<FactBasis>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
