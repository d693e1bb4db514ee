using System.Buffers;
using System.Text.Json;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Operators;

/// <summary>What an agent would be told at the start of a call.</summary>
/// <param name="ClientData">The answer of client-data, without the token: it would open the caller's memory to whoever reads this.</param>
/// <param name="NotGreeted">Why the caller is not greeted by name; null when they are.</param>
public sealed record AgentView(JsonElement ClientData, string? NotGreeted)
{
    /// <summary>Makes it.</summary>
    /// <param name="profile">The caller's profile; null when there is none.</param>
    /// <param name="agentId">Which agent would take the call; null for any.</param>
    /// <param name="settings">The settings.</param>
    public static AgentView Of(CallerProfile? profile, string? agentId, ElaomsSettings settings)
    {
        var isShared = profile?.IsSharedLine(settings.SharedLines) == true;
        var answer = ClientDataAnswer.For(profile is { IsOptedOut: false } && !isShared ? profile : null, agentId, settings) with
        {
            IsSharedLine = isShared && profile is { IsOptedOut: false },
        };
        return new AgentView(Written(answer), ReasonAgainst(profile, isShared, answer));
    }

    private static string? ReasonAgainst(CallerProfile? profile, bool isShared, ClientDataAnswer answer)
    {
        if (profile is null)
            return "No call was learned.";
        if (profile.IsOptedOut)
            return "The caller opted out.";
        if (isShared)
            return profile.Line == LineMark.Shared ? "An operator marked the line as shared." : "Many people share the line.";
        var told = new ToldProfile(profile);
        if (told.Name is null)
            return "No name is known.";
        if (told.NameConfidence != FactConfidence.Confirmed)
            return "The name is not sure.";
        if (!told.IsGreetable)
            return "The name may be another word.";
        return answer.FirstMessage is null ? "No greeting is configured, or none can be filled." : null;
    }

    private static JsonElement Written(ClientDataAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            answer.WriteTo(writer);
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }
}
