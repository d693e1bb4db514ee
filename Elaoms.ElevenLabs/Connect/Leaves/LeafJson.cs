using System.Text.Json.Serialization;

namespace Elaoms.ElevenLabs.Connect.Leaves;

[JsonSerializable(typeof(double))]
internal sealed partial class LeafJson : JsonSerializerContext;
