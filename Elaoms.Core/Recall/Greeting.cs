using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>Makes the first message.</summary>
internal static class Greeting
{
    /// <summary>The filled template; null when there is none, or when the name it asks for is not sure.</summary>
    public static string? For(string? name, string template)
    {
        if (template.Length == 0 || name is null)
            return null;
        return template.Replace(GreetingTemplates.NamePlaceholder, name, StringComparison.Ordinal);
    }
}
