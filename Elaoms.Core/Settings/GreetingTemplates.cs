namespace Elaoms.Core.Settings;

/// <summary>The first messages for callers whose name is known.</summary>
/// <param name="Default">For agents without one of their own; empty for no override.</param>
/// <param name="ByAgent">By agent id; empty for no override.</param>
public sealed record GreetingTemplates(string Default, IReadOnlyDictionary<string, string> ByAgent)
{
    /// <summary>Stands for the caller's name.</summary>
    public const string NamePlaceholder = "{name}";

    /// <summary>The greeting when nothing else is set.</summary>
    public const string ReadmeText = "Welcome back, {name}! How can I help you today?";

    /// <summary>The template of an agent.</summary>
    public string For(string? agentId) => agentId is not null && ByAgent.TryGetValue(agentId, out var own) ? own : Default;
}
