using Elaoms.Core.Json;

namespace Elaoms.Core.Recall;

/// <summary>What ElevenLabs asks when a call begins (https://elevenlabs.io/docs/eleven-agents/customization/personalization). All but the caller id may be missing, and that may be odd.</summary>
/// <param name="CallerId">Who is calling, in whatever form the channel has.</param>
/// <param name="AgentId">The agent that takes the call.</param>
public sealed record ClientDataRequest(string? CallerId, string? AgentId)
{
    /// <summary>Reads a request body; null when it is no JSON object.</summary>
    public static ClientDataRequest? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = TolerantJson.ParseObject(utf8);
        return document is null ? null : new ClientDataRequest(document.RootElement.Text("caller_id"), document.RootElement.Text("agent_id"));
    }
}
