using System.Globalization;
using System.Text;
using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Recall;

/// <summary>Puts a search's answer into a short text that fits a prompt.</summary>
internal static class PromptContext
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 800;

    private const int MaxMemoryLength = 200;

    public static string Of(SearchDataAnswer answer)
    {
        var text = new StringBuilder(MaxLength);
        if (answer.Profile?.Name is { } name)
            AddLine(text, $"The caller is {name}.");
        if (answer.Profile is { Summary.Length: > 0 } profile)
            AddLine(text, profile.Summary);
        foreach (var found in answer.Memories)
            AddLine(text, Line(found.Memory));
        return text.ToString();
    }

    private static string Line(Memory memory)
    {
        var who = memory.Role switch { Turn.UserRole => ", caller", Turn.AgentRole => ", agent", _ => "" };
        return string.Create(CultureInfo.InvariantCulture, $"- {memory.Time.UtcDateTime:yyyy-MM-dd}{who}: {PlainText.Shorten(memory.Text, MaxMemoryLength)}");
    }

    private static void AddLine(StringBuilder text, string line)
    {
        if (text.Length + 1 + line.Length > MaxLength)
            return;
        if (text.Length > 0)
            text.Append('\n');
        text.Append(line);
    }
}
