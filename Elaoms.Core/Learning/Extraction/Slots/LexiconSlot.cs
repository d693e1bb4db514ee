using System.Text.RegularExpressions;

namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>One of the words of a list; its value is what the list says it stands for.</summary>
internal sealed class LexiconSlot(IReadOnlyDictionary<string, string> words) : ISlot
{
    private readonly string _pattern = string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(word => Regex.Escape(word).Replace(@"\ ", @"\s+", StringComparison.Ordinal)));

    public string Pattern(bool isLast) => _pattern;

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
        => words.TryGetValue(Normal(text), out var value) ? new SlotReading(value, text.Length) : null;

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
