using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>Chooses the search tool of an agent: one that is there, or a new one. Agents that need the same tool share it.</summary>
internal sealed class ToolPlanner(ConnectSnapshot snapshot, ConnectWish wish, ConnectState state, string? secretId)
{
    private readonly Dictionary<ToolVariant, string> _ids = [];
    private readonly List<ToolPlan> _changes = [];

    /// <summary>The tools that are made or replaced.</summary>
    public IReadOnlyList<ToolPlan> Changes => _changes;

    /// <summary>The id of the tool; a text that stands for it if it is new.</summary>
    public string IdOf(ToolVariant variant)
    {
        if (!_ids.TryGetValue(variant, out var id))
            _ids[variant] = id = Choose(variant);
        return id;
    }

    private string Choose(ToolVariant variant)
    {
        var config = RecallTool.Config(variant, wish.SearchDataUrl, secretId);
        var candidates = snapshot.Tools
            .Where(tool => RecallTool.UrlOf(tool.Tool.ToolConfig) == wish.SearchDataUrl && ToolVariant.Of(tool.Tool.ToolConfig) == variant)
            .OrderByDescending(IsMade).ThenByDescending(tool => tool.Agents.Any(IsSelected)).ToList();
        if (candidates.Find(tool => RecallTool.IsAsWanted(tool.Tool.ToolConfig, config)) is { } same)
            return same.Tool.Id;

        // A tool that somebody else made, and that other agents have, is theirs.
        if (candidates.Find(tool => IsMade(tool) || tool.Agents.All(IsSelected)) is { } other)
        {
            _changes.Add(new ToolPlan(variant, config, other.Tool.Id, other.Tool.ToolConfig));
            return other.Tool.Id;
        }

        _changes.Add(new ToolPlan(variant, config));
        return NewIds.OfTool(variant);
    }

    private bool IsMade(ToolSnapshot tool) => state.Tools.Any(made => made.Before is null && (made.ToolId == tool.Tool.Id
        || made.ToolId is null && made.Url == wish.SearchDataUrl.AbsoluteUri && made.Variant == ToolVariant.Of(tool.Tool.ToolConfig).Key));

    private bool IsSelected(string agentId) => snapshot.Agents.Any(agent => agent.Id == agentId);
}
