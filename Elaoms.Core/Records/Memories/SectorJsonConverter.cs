using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Memories;

/// <summary>Writes sectors in lower case, as OpenMemory and the webhooks spell them.</summary>
internal sealed class SectorJsonConverter() : JsonStringEnumConverter<Sector>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
