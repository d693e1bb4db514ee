using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search;
using Elaoms.Core.Text;

namespace Elaoms.Core.Recall;

/// <summary>
/// Puts a search's answer into a short text for a prompt: who the caller is, what is known, and as many memories as fit. The most relevant
/// memories are chosen first and the newest are told first. Text that instructs a language model is left out.
/// </summary>
internal static class PromptContext
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 800;

    private const int MaxMemoryLength = 200;
    private const int MaxOverLength = 80;

    private const int MaxClosingLength = 120;

    // An agent's "Great!" tells nothing.
    private const int MinAgentLength = 15;

    public static string Of(SearchDataAnswer answer, ToldProfile told)
    {
        var lines = new List<string>();
        if (told is { Name: { } name, NameConfidence: FactConfidence.Confirmed })
            lines.Add($"The caller is {name}.");
        if (told.Summary.Length > 0)
            lines.Add(told.Summary);
        var room = MaxLength - lines.Sum(line => line.Length + 1);

        var chosen = new List<(DateTimeOffset Time, string Line)>();
        foreach (var found in answer.Memories.Where(TellsSomething))
        {
            var line = Line(found);
            if (line.Length + 1 > room || chosen.Exists(other => other.Line == line))
                continue;
            chosen.Add((found.Memory.Time, line));
            room -= line.Length + 1;
        }

        lines.AddRange(chosen.OrderByDescending(memory => memory.Time).Select(memory => memory.Line));
        return new StringBuilder(MaxLength).AppendJoin('\n', lines).ToString();
    }

    private static bool TellsSomething(FoundMemory found)
        => !found.IsWithheld
            && (found.Memory.Role != Turn.AgentRole || found.Memory.Text.Length >= MinAgentLength)
            && (found.Memory.Role is null || !IsClosing(found.Memory.Text));

    // "Goodbye!" and "Mm-hmm." tell nothing of a call.
    private static bool IsClosing(string text)
        => text.Length <= MaxClosingLength && CallWordsByLanguage.BuiltIn.All.IsClosing(WordReader.WordsOf(text));

    private static string Over(FoundMemory found)
        => found.Over.Count == 0 ? "" : $" (no longer so: {OutgoingText.Told(string.Join(", ", found.Over), MaxOverLength)})";

    private static string Line(FoundMemory found)
    {
        var who = found.Memory.Role switch { Turn.UserRole => ", caller", Turn.AgentRole => ", agent", _ => "" };
        return $"- {PlainText.Day(found.Memory.Time)}{who}: {OutgoingText.Line(found.Memory.Text, MaxMemoryLength)}{Over(found)}";
    }
}
