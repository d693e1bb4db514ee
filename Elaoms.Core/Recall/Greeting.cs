using Elaoms.Core.Records.Facts;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>Makes the first message.</summary>
internal static class Greeting
{
    /// <summary>The first template that can be filled; null when there is none, or no name that is certainly the caller's.</summary>
    public static string? For(ToldProfile told, string? agentId, GreetingTemplates templates)
    {
        if (told is not { Name: { } name, NameConfidence: FactConfidence.Confirmed, IsGreetable: true })
            return null;
        foreach (var template in templates.For(agentId, told.Language.Length > 0 ? told.Language : null))
        {
            if (template.Length == 0)
                return null;
            if (told.LastCallTopic.Length > 0 || !template.Contains(GreetingTemplates.LastCallPlaceholder, StringComparison.Ordinal))
                return Filled(template, name, told.LastCallTopic);
        }

        return null;
    }

    // In one pass, so that braces in a value are never filled themselves.
    private static string Filled(string template, string name, string lastCall)
        => string.Join(
            name,
            template
                .Split(GreetingTemplates.NamePlaceholder)
                .Select(part => string.Join(lastCall, part.Split(GreetingTemplates.LastCallPlaceholder))));
}
