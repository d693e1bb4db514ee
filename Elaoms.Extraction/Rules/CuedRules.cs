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
