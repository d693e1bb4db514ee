using System.Text;
using System.Text.RegularExpressions;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>An e-mail address, written, or spoken with words for its signs.</summary>
internal sealed partial class EmailSlot : ISlot
{
    private const int MaxWords = 16;
    private const int MaxLength = 254;

    public string Pattern(bool isLast) => Tokens.Run(MaxWords, isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var signs = context.Language.Map("email signs");
        var address = new StringBuilder();
        var end = 0;
        var isAfterSign = true;
        var before = "";
        var words = Tokens.Of(text);
        for (var at = 0; at < words.Count; at++)
        {
            var (word, _, wordEnd) = words[at];
            var sign = Tokens.Longest(words, at, signs);
            var part = sign.Count > 0 ? sign.Value : null;
            // A word that joins no sign is no part any more, except single letters and digits, which are spelled.
            var joins = part is not null || isAfterSign || word.Length == 1 || word.All(char.IsAsciiDigit) || (before.Length is 1 or 2 && address.ToString() == before);
            if (!joins || (IsWhole(address.ToString()) && part is null && !isAfterSign))
                break;
            address.Append(part ?? word.ToLowerInvariant());
            isAfterSign = part is not null;
            end = sign.Count > 0 ? sign.End : wordEnd;
            at += Math.Max(0, sign.Count - 1);
            before = word.ToLowerInvariant();
        }

        var value = address.ToString().TrimEnd('.');
        return value.Length <= MaxLength && IsWhole(value) ? new SlotReading(value, end) : null;
    }

    private static bool IsWhole(string text) => Address.IsMatch(text);

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._%+-]*@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address { get; }
}
