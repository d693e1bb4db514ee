using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// A language's file of rules. JSON and not YAML, because every start reads it: System.Text.Json takes a few milliseconds, YamlDotNet 18
/// more than 100 (measured 2026-11-30).
/// </summary>
internal sealed record RuleFile
{
    /// <summary>Parts of expressions that others name as <c>{name}</c>, each a list of alternatives.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Definitions { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Lists of words: lines of words between blanks.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What words stand for: the meaning, and the words or phrases that have it, between commas.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Meanings { get; set; }
        = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>How agents ask for something, by words of which one must be there; the name of a group says what is asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Questions { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>
    /// What callers say of themselves, by words of which one must occur. A group's name is the kind of statement, and its start is where
    /// the value begins.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Statements { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What keeps words from stating anything, each a list of alternatives.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Guards { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(RuleFile))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class RuleFileJson : JsonSerializerContext;
