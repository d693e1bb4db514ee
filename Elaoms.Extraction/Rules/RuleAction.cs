namespace Elaoms.Extraction.Rules;

/// <summary>What a rule states when its words are found.</summary>
/// <param name="Key">The kind of fact.</param>
/// <param name="Ends">Whether it says that something holds no longer.</param>
/// <param name="Template">The value, with slots in braces; null for what the rule's only slot holds.</param>
internal sealed record RuleAction(string Key, bool Ends, string? Template)
{
    /// <summary>Reads <c>key</c>, <c>-key</c> or either with <c>= template</c>.</summary>
    /// <param name="text">The action.</param>
    /// <param name="isOnly">Whether it is the rule's only one, so that a slot without a template is meant for it.</param>
    public static RuleAction Parse(string text, bool isOnly)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        var ends = parts[0].StartsWith('-');
        return new RuleAction(ends ? parts[0][1..].Trim() : parts[0], ends, parts.Length > 1 ? parts[1] : isOnly ? null : "");
    }

    /// <summary>The value of a match.</summary>
    public string Value(IReadOnlyDictionary<string, string> slots)
    {
        if (Template is null)
            return slots.Count == 0 ? "" : slots.First().Value;
        var value = Template;
        foreach (var (name, held) in slots)
            value = value.Replace($"{{{name}}}", held, StringComparison.Ordinal);
        return value;
    }
}
