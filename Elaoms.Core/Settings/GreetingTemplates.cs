namespace Elaoms.Core.Settings;

/// <summary>The first messages for callers whose name is known.</summary>
/// <param name="Default">For agents without one of their own; empty for no override.</param>
/// <param name="ByAgent">
/// By agent id, or by agent id and language as <c>agent:de</c>. The agent <see cref="AnyAgent"/> stands for all without one of their own.
/// An empty template means no override.
/// </param>
public sealed record GreetingTemplates(string Default, IReadOnlyDictionary<string, string> ByAgent)
{
    /// <summary>Stands for the caller's name.</summary>
    public const string NamePlaceholder = "{name}";

    /// <summary>Stands for what the last call was about.</summary>
    public const string LastCallPlaceholder = "{last_call}";

    /// <summary>The agent of templates by language that are for all agents.</summary>
    public const string AnyAgent = "default";

    /// <summary>The greeting when nothing else is set.</summary>
    public const string ReadmeText = "Welcome back, {name}! How can I help you today?";

    /// <summary>The key of an agent's templates for a language.</summary>
    public static string KeyOf(string agentId, string language) => $"{agentId}:{language}";

    /// <summary>
    /// The templates for a caller, the most fitting first. If a placeholder has no value, the next one is used; an empty one means
    /// no override.
    /// </summary>
    /// <param name="agentId">The agent that takes the call.</param>
    /// <param name="language">The caller's language, as an ISO 639-1 code.</param>
    public IEnumerable<string> For(string? agentId, string? language)
    {
        foreach (var agent in new[] { agentId, AnyAgent }.OfType<string>())
        {
            if (language is not null && ByAgent.TryGetValue(KeyOf(agent, language), out var inLanguage))
                yield return inLanguage;
            if (ByAgent.TryGetValue(agent, out var own))
            {
                yield return own;
                // An agent's own words are not mixed with those of others.
                yield break;
            }
        }

        yield return Default;
    }
}
