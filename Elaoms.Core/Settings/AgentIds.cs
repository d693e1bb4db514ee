namespace Elaoms.Core.Settings;

/// <summary>Agents that a setting names.</summary>
/// <param name="Ids">Their ids.</param>
public sealed record AgentIds(IReadOnlySet<string> Ids)
{
    /// <summary>No agent.</summary>
    public static AgentIds None { get; } = new(new HashSet<string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether an agent is among them.</summary>
    public bool Has(string? agentId) => agentId is not null && Ids.Contains(agentId);
}
