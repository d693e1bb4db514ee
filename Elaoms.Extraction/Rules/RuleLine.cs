using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// A line of a language file, ready to be matched: a regular expression in which <c>{type}</c> or <c>{name:type}</c> stands for a slot, a blank for white space, <c>^</c> for the
/// beginning and <c>$</c> for the end of a clause, and a group is repeated a few times at most; after <c>!!</c> what must not follow; and what it states.
/// </summary>
internal sealed partial class RuleLine
{
    // A last resort, and long: a machine that is busy must not decide what a call teaches. Rules are written so that none comes near it.
    private const int MatchTimeoutMilliseconds = 10_000;
    // Nobody says "really" more often, and a rule whose groups may be repeated without end can take for ever.
    private const string AFewTimes = "{0,6}";
    private const string OnceOrMore = "{1,6}";
    // Signs before a word; what is tried at each place of a text must not run over all that follows.
    private const string FewSigns = @"\W{0,12}";
    private const string FewBlanks = @"\s{1,12}";
    private const string FewBlanksOrNone = @"\s{0,12}";
    // "I'm a pensioner's daughter" states nothing of pensioners.
    private const string NoPossessive = @"(?!'s(?!\p{L}))";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Most rules are never needed: a process builds those that are.
    private readonly Lazy<Regex> _regex;
    private readonly List<(string Name, ISlot Slot, SlotEdges Edges)> _slots = [];
    private readonly Lazy<Regex>? _notBefore;
    private readonly RequiredWords _required;

    public RuleLine(string pattern, IReadOnlyList<RuleAction> actions, Func<string, ISlot> slots, string clauseBeginning)
    {
        Actions = actions;
        if (pattern.Split("!!", 2, StringSplitOptions.TrimEntries) is [var words, var notBefore])
        {
            pattern = words;
            _notBefore = new Lazy<Regex>(() => new Regex($@"^\W*({notBefore})(?![\p{{L}}])", Options, TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds)));
        }

        _required = new RequiredWords(SlotPlace.Replace(pattern, slot => slots(slot.Groups["type"].Value) is LexiconSlot list ? $"({string.Join('|', list.Words)})" : slot.Value));
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
            _slots.Add((name, reader, isLast ? SlotEdges.OpenEnd : slot.Index == 0 ? SlotEdges.OpenBeginning : SlotEdges.Closed));
            at = slot.Index + slot.Length;
        }

        regex.Append(Plain(pattern[at..], clauseBeginning)).Append(@")(?![\p{L}\p{N}]|-\p{L})").Append(actions.Count > 0 ? NoPossessive : "");
        _regex = new Lazy<Regex>(() => new Regex(regex.ToString(), Options, TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds)));
    }

    /// <summary>What a match states.</summary>
    public IReadOnlyList<RuleAction> Actions { get; }

    /// <summary>Whether a sentence may have the rule's words, by its own.</summary>
    /// <param name="words">The words of the sentence, as <see cref="RequiredWords.Of"/> gives them.</param>
    public bool MayBeIn(HashSet<string> words) => _required.AreIn(words);

    /// <summary>Whether the text has the words.</summary>
    public bool IsIn(string text) => _regex.Value.IsMatch(text);

    /// <summary>The expression, for tests.</summary>
    internal string Expression => _regex.Value.ToString();

    /// <summary>Where the words are, with what their slots hold. Places whose slots hold nothing of their kind are left out.</summary>
    public IEnumerable<RuleMatch> Matches(string text, SlotContext context)
    {
        var match = _regex.Value.Match(text);
        while (match.Success)
        {
            var found = Read(match, context);
            if (found is not null && _notBefore?.Value.IsMatch(text[found.End..]) != true)
                yield return found;
            // A slot may have been given more than its value, and the words may be there once more.
            var next = Math.Max(match.Index + 1, found?.End ?? 0);
            if (next >= text.Length)
                yield break;
            match = _regex.Value.Match(text, next);
        }
    }

    private RuleMatch? Read(Match match, SlotContext context)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var end = match.Index + match.Length;
        ISlot? last = null;
        foreach (var (name, slot, edges) in _slots)
        {
            var group = match.Groups[name];
            if (!group.Success)
                continue;
            if (slot.Read(group.Value, edges, context) is not { } reading)
                return null;
            values[name] = reading.Value;
            if (edges == SlotEdges.OpenEnd)
                (end, last) = (group.Index + reading.Length, slot);
        }

        return new RuleMatch(this, match.Index, end, values, last);
    }

    private static string Plain(string pattern, string clauseBeginning)
        => ClauseBeginning.Replace(
            pattern.Replace(")*", ")" + AFewTimes, StringComparison.Ordinal)
                .Replace(")+", ")" + OnceOrMore, StringComparison.Ordinal)
                .Replace(@"\W*", FewSigns, StringComparison.Ordinal)
                .Replace("$", @"(?=\s*(?:$|[,.;:!?]))", StringComparison.Ordinal)
                .Replace(" ?", FewBlanksOrNone, StringComparison.Ordinal)
                .Replace(" ", FewBlanks, StringComparison.Ordinal),
            _ => clauseBeginning);

    [GeneratedRegex(@"(?<!\[)\^", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClauseBeginning { get; }

    [GeneratedRegex(@"\{(?:(?<name>[a-z]+):)?(?<type>[a-z_]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlotPlace { get; }
}
