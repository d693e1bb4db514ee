using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Learning.Extraction.Slots;

namespace Elaoms.Core.Learning.Extraction;

/// <summary>
/// A line of a language file, ready to be matched: a regular expression in which <c>{type}</c> or <c>{name:type}</c> stands for a slot, a blank for white space, <c>^</c> for the
/// beginning and <c>$</c> for the end of a clause; and what it states.
/// </summary>
internal sealed partial class RuleLine
{
    private const int MatchTimeoutMilliseconds = 500;

    private readonly Regex _regex;
    private readonly List<(string Name, ISlot Slot, bool IsLast)> _slots = [];

    public RuleLine(string pattern, IReadOnlyList<RuleAction> actions, Func<string, ISlot> slots, string clauseBeginning)
    {
        Actions = actions;
        var regex = new StringBuilder(@"(?<![\p{L}\p{N}'])(?:");
        var at = 0;
        foreach (Match slot in SlotPlace.Matches(pattern))
        {
            regex.Append(Plain(pattern[at..slot.Index], clauseBeginning));
            var type = slot.Groups["type"].Value;
            var name = slot.Groups["name"] is { Success: true, Value: var given } ? given : type;
            var isLast = pattern[(slot.Index + slot.Length)..].Trim().Length == 0;
            var reader = slots(type);
            regex.Append(System.Globalization.CultureInfo.InvariantCulture, $"(?<{name}>{reader.Pattern(isLast)})");
            _slots.Add((name, reader, isLast));
            at = slot.Index + slot.Length;
        }

        regex.Append(Plain(pattern[at..], clauseBeginning)).Append(@")(?![\p{L}\p{N}])");
        _regex = new Regex(
            regex.ToString(),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds));
    }

    /// <summary>What a match states.</summary>
    public IReadOnlyList<RuleAction> Actions { get; }

    /// <summary>Whether the text has the words.</summary>
    public bool IsIn(string text) => _regex.IsMatch(text);

    /// <summary>Where the words are, with what their slots hold. Places whose slots hold nothing of their kind are left out.</summary>
    public IEnumerable<RuleMatch> Matches(string text, SlotContext context)
    {
        foreach (Match match in _regex.Matches(text))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            var end = match.Index + match.Length;
            ISlot? last = null;
            foreach (var (name, slot, isLast) in _slots)
            {
                var group = match.Groups[name];
                if (!group.Success)
                    continue;
                if (slot.Read(group.Value, isLast, context) is not { } reading)
                {
                    values = null;
                    break;
                }

                values[name] = reading.Value;
                if (isLast)
                    (end, last) = (group.Index + reading.Length, slot);
            }

            if (values is not null)
                yield return new RuleMatch(this, match.Index, end, values, last);
        }
    }

    private static string Plain(string pattern, string clauseBeginning)
        => ClauseBeginning.Replace(pattern.Replace("$", @"(?=\s*(?:$|[,.;:!?]))", StringComparison.Ordinal).Replace(" ", @"\s+", StringComparison.Ordinal), _ => clauseBeginning);

    [GeneratedRegex(@"(?<!\[)\^", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClauseBeginning { get; }

    [GeneratedRegex(@"\{(?:(?<name>[a-z]+):)?(?<type>[a-z_]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlotPlace { get; }
}
