using System.Collections.Frozen;

namespace Elaoms.Core.Text.Languages;

/// <summary>What the ranking knows of a language: short lists of words, in lower case and without accents.</summary>
internal sealed class Language
{
    /// <summary>The ISO 639-1 code.</summary>
    public required string Code { get; init; }

    /// <summary>Words too common to tell one text from another.</summary>
    public required FrozenSet<string> CommonWords { get; init; }

    /// <summary>Endings that are taken off, the longest first; none where an algorithm does it.</summary>
    public string[] Endings { get; init; } = [];

    /// <summary>Forms that no rule about endings joins, with the word they stand for.</summary>
    public FrozenDictionary<string, string> Forms { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The months, by name and abbreviation, 1 to 12.</summary>
    public required FrozenDictionary<string, int> Months { get; init; }

    /// <summary>Words that say when something was or will be.</summary>
    public required FrozenSet<string> TimeWords { get; init; }

    /// <summary>What asks for a time: a single word at the beginning, several anywhere.</summary>
    public required string[][] TimeQuestions { get; init; }

    /// <summary>What names the call before this one.</summary>
    public required string[][] LastCall { get; init; }

    /// <summary>Phrases that ask and are not asked for, such as <c>remind me</c>.</summary>
    public required string[][] Wrappers { get; init; }

    /// <summary>What a search calls the caller.</summary>
    public required FrozenSet<string> CallerWords { get; init; }

    /// <summary>What a search calls the agent.</summary>
    public required FrozenSet<string> AgentWords { get; init; }

    /// <summary>The words of a list.</summary>
    public static FrozenSet<string> Words(string list) => Split(list).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The phrases of a list, one a line, as their words.</summary>
    public static string[][] Phrases(string list) => Array.ConvertAll(list.Split('\n', StringSplitOptions.RemoveEmptyEntries), Split);

    /// <summary>Lines of a word and its further forms.</summary>
    public static FrozenDictionary<string, string> Lines(string list) => Phrases(list)
        .SelectMany(line => line.Skip(1).Select(form => (Form: form, Word: line[0])))
        .ToFrozenDictionary(pair => pair.Form, pair => pair.Word, StringComparer.Ordinal);

    /// <summary>Twelve lines of a month's names.</summary>
    public static FrozenDictionary<string, int> Calendar(string list) => Phrases(list)
        .SelectMany((line, month) => line.Select(name => (Name: name, Month: month + 1)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Month, StringComparer.Ordinal);

    private static string[] Split(string list) => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
