using System.Text.RegularExpressions;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules;

/// <summary>Rules by the words of which a text must have one. So most rules are passed over without being tried.</summary>
internal sealed class CuedRules
{
    private readonly Dictionary<string, List<int>> _groups = new(StringComparer.Ordinal);
    private readonly List<Rule[]> _rules = [];
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public CuedRules(IEnumerable<(string Cues, IEnumerable<string> Patterns)> groups)
    {
        foreach (var (cues, patterns) in groups)
        {
            foreach (var cue in cues.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!_groups.TryGetValue(cue, out var at))
                    _groups[cue] = at = [];
                at.Add(_rules.Count);
            }

            _rules.Add([.. patterns.Select(pattern => new Rule(pattern))]);
        }

        _lookup = _groups.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every rule.</summary>
    public IEnumerable<Rule> All => _rules.SelectMany(rules => rules);

    /// <summary>The rules that may be in a text, in the order of the file.</summary>
    public IEnumerable<Rule> Of(SpokenText text)
    {
        SortedSet<int>? groups = null;
        foreach (var word in text.Words)
        {
            if (_lookup.TryGetValue(text.LowerOf(word), out var found))
                (groups ??= []).UnionWith(found);
        }

        return groups?.SelectMany(group => _rules[group]) ?? [];
    }
}

/// <summary>An expression of a language's file with its definitions expanded. Matches lower-case text at word boundaries.</summary>
internal sealed class Rule
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(MatchTimeout.Milliseconds);

    private readonly Lazy<Regex> _regex;

    public Rule(string pattern)
    {
        Pattern = $@"(?<![\p{{L}}\p{{N}}])(?:{pattern})";
        // Built when first needed, and interpreted: most processes need few of them, and not for long.
        _regex = new Lazy<Regex>(() => new Regex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout));
    }

    /// <summary>A rule that is in no text.</summary>
    public static Rule Never { get; } = new("(?!)");

    /// <summary>The whole expression.</summary>
    public string Pattern { get; }

    /// <summary>Whether the expression is in a text.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => _regex.Value.IsMatch(text);

    /// <summary>Where the expression is in a text for the last time; -1 when it isn't.</summary>
    public int LastIn(string text)
    {
        var last = -1;
        foreach (var match in _regex.Value.EnumerateMatches(text))
            last = match.Index;
        return last;
    }

    /// <summary>Each named group that takes part in a match, in the order of the text.</summary>
    public IEnumerable<(string Name, Match Match, Group Group)> Find(string text)
    {
        for (var match = _regex.Value.Match(text); match.Success; match = match.NextMatch())
        {
            foreach (Group group in match.Groups)
            {
                if (group.Success && group.Name != "0")
                    yield return (group.Name, match, group);
            }
        }
    }

    /// <summary>The match that begins at a place; null when none does.</summary>
    public Match? At(string text, int start, int length)
    {
        var match = _regex.Value.Match(text, start, length);
        return match.Success && match.Index == start ? match : null;
    }
}
