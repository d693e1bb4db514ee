using System.Globalization;
using System.Text.RegularExpressions;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>One of the words of a list; its value is what the list says it stands for. Where the list names things, it may have a word or two before it that say which.</summary>
internal sealed class LexiconSlot(IReadOnlyDictionary<string, string> words, int maxWordsBefore = 0) : ISlot
{
    private readonly string _pattern = (maxWordsBefore > 0 ? string.Create(CultureInfo.InvariantCulture, $@"([\p{{L}}'-]+\s+){{0,{maxWordsBefore}}}?(?=\p{{L}})") : "") + "(" + string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(word => Regex.Escape(word).Replace(@"\ ", @"\s+", StringComparison.Ordinal))) + ")";

    private Regex? _beginning;

    /// <summary>The words of the list.</summary>
    public IEnumerable<string> Words => words.Keys;

    public string Pattern(bool isLast) => _pattern;

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        // An answer may say more than the word.
        if (edges == SlotEdges.OpenEnd)
            text = (_beginning ??= new Regex($@"^{_pattern}(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Match(text) is { Success: true, Value: var beginning } ? beginning : text;
        var normal = Normal(text);
        if (words.TryGetValue(normal, out var value))
            return new SlotReading(value, text.Length);
        return maxWordsBefore > 0 ? new SlotReading(normal, text.Length) : null;
    }

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
