using Elaoms.Core.Json;

namespace Elaoms.Core.Recall;

/// <summary>
/// What ElevenLabs asks when a call begins (https://elevenlabs.io/docs/eleven-agents/customization/personalization). Everything may be
/// missing, and may be odd.
/// </summary>
/// <param name="CallerId">Who is calling, in whatever form the channel has. On an outbound call it is our own number.</param>
/// <param name="AgentId">The agent that takes the call.</param>
/// <param name="CalledNumber">Who is called. On an inbound call it is our own number.</param>
/// <param name="AppUserId">An application's own id of its user, sent by the application's server and not by ElevenLabs. It decides where
/// it names somebody.</param>
public sealed record ClientDataRequest(string? CallerId, string? AgentId, string? CalledNumber = null, string? AppUserId = null)
{
    /// <summary>Reads a request body; null when it is no JSON object.</summary>
    public static ClientDataRequest? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = TolerantJson.ParseObject(utf8);
        if (document is null)
            return null;
        var root = document.RootElement;
        return new ClientDataRequest(root.Text("caller_id"), root.Text("agent_id"), root.Text("called_number"), root.Text("app_user_id"));
    }
}
