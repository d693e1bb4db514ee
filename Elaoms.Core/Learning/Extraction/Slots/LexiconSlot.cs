using System.Globalization;
using System.Text.RegularExpressions;

namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>One of the words of a list; its value is what the list says it stands for. Where the list names things, it may have a word or two before it that say which.</summary>
internal sealed class LexiconSlot(IReadOnlyDictionary<string, string> words, int maxWordsBefore = 0) : ISlot
{
    private const int MatchTimeoutMilliseconds = 500;

    private readonly string _pattern = (maxWordsBefore > 0 ? string.Create(CultureInfo.InvariantCulture, $@"([\p{{L}}'-]+\s+){{0,{maxWordsBefore}}}?(?=\p{{L}})") : "") + OneOf(words);
    private readonly Regex _beginning = new($@"^{OneOf(words)}(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds));

    public string Pattern(bool isLast) => _pattern;

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var normal = Normal(text);
        if (words.TryGetValue(normal, out var value))
            return new SlotReading(value, text.Length);
        if (maxWordsBefore > 0)
            return new SlotReading(normal, text.Length);
        // Of an answer only the beginning may be one of the words.
        return edges == SlotEdges.OpenEnd && _beginning.Match(text) is { Success: true, Value: var beginning } && words.TryGetValue(Normal(beginning), out var begun)
            ? new SlotReading(begun, beginning.Length) : null;
    }

    private static string OneOf(IReadOnlyDictionary<string, string> words)
        => "(" + string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(word => Regex.Escape(word).Replace(@"\ ", @"\s+", StringComparison.Ordinal))) + ")";

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
