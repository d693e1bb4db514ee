using System.Globalization;
using System.Text.RegularExpressions;

namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>One of the words of a list; its value is what the list says it stands for. Where the list names things, it may have a word or two before it that say which.</summary>
internal sealed class LexiconSlot(IReadOnlyDictionary<string, string> words, int maxWordsBefore = 0) : ISlot
{
    private const int MaxWords = 4;

    private readonly string _pattern = (maxWordsBefore > 0 ? string.Create(CultureInfo.InvariantCulture, $@"([\p{{L}}'-]+\s+){{0,{maxWordsBefore}}}?(?=\p{{L}})") : "") + "(" + string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(word => Regex.Escape(word).Replace(@"\ ", @"\s+", StringComparison.Ordinal))) + ")";

    /// <summary>The words of the list.</summary>
    public IEnumerable<string> Words => words.Keys;

    public string Pattern(bool isLast) => _pattern;

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var normal = Normal(text);
        if (words.TryGetValue(normal, out var value))
            return new SlotReading(value, text.Length);
        if (edges == SlotEdges.OpenEnd && Beginnings(text).FirstOrDefault(end => words.ContainsKey(Normal(text[..end]))) is > 0 and var length)
            return new SlotReading(words[Normal(text[..length])], length);
        return maxWordsBefore > 0 ? new SlotReading(normal, text.Length) : null;
    }

    private static IEnumerable<int> Beginnings(string text) => Tokens.Of(text).Take(MaxWords).Reverse()
        .SelectMany(word => new[] { word.End, word.Start + word.Text.IndexOf('\'', StringComparison.Ordinal) })
        .Where(end => end > 0);

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
