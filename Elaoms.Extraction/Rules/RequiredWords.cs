namespace Elaoms.Extraction.Rules;

/// <summary>
/// The words that a rule cannot do without, read off its pattern: one of each set must be in a sentence. Most rules are ruled out by them, which is much quicker than matching.
/// What isn't plain, such as optional letters, is passed over, so a set may be missing but never has a word that the rule can do without.
/// </summary>
internal sealed class RequiredWords
{
    private readonly List<string[]> _sets = [];

    /// <summary>Reads them off a pattern.</summary>
    public RequiredWords(string pattern)
    {
        if (Alternatives(pattern).Count > 1)
            return;
        foreach (var set in SetsOf(pattern))
            _sets.Add([.. set.Select(word => word.ToLowerInvariant()).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether words have one of each set.</summary>
    public bool AreIn(HashSet<string> words) => _sets.TrueForAll(set => Array.Exists(set, words.Contains));

    /// <summary>The words of a sentence, as they are compared: parts between apostrophes count by themselves.</summary>
    public static HashSet<string> Of(string sentence)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lower = sentence.ToLowerInvariant();
        for (var at = 0; at < lower.Length; at++)
        {
            var start = at;
            while (at < lower.Length && char.IsLetter(lower[at]))
                at++;
            if (at > start)
                words.Add(lower[start..at]);
        }

        return words;
    }

    private static IEnumerable<IReadOnlyCollection<string>> SetsOf(string pattern)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] is '[' or '{')
            {
                at = pattern.IndexOf(pattern[at] == '[' ? ']' : '}', at);
                if (at < 0)
                    yield break;
            }
            else if (pattern[at] == '\\')
            {
                // \p{L} and the like.
                at++;
            }
            else if (pattern[at] == '(')
            {
                var end = EndOfGroup(pattern, at);
                var isOptional = end + 1 < pattern.Length && pattern[end + 1] is '?' or '*' or '{';
                if (!isOptional && pattern[at + 1] != '?' && LongestWords(pattern[(at + 1)..end]) is { } longest && IsApart(pattern, at, end))
                    yield return longest;
                at = end;
            }
            else if (char.IsLetter(pattern[at]))
            {
                var start = at;
                while (at < pattern.Length && char.IsLetter(pattern[at]))
                    at++;
                if (IsWord(pattern, start, at))
                    yield return [pattern[start..at]];
                at--;
            }
        }
    }

    // A word of each alternative, the longest being the rarest; null when one of them has none.
    private static List<string>? LongestWords(string group)
    {
        var words = new List<string>();
        foreach (var alternative in Alternatives(group))
        {
            if (SetsOf(alternative).MaxBy(found => found.Min(word => word.Length)) is not { } set)
                return null;
            words.AddRange(set);
        }

        return words;
    }

    // A group within a word tells no whole word.
    private static bool IsApart(string pattern, int start, int end)
    {
        var alternatives = Alternatives(pattern[(start + 1)..end]);
        var next = end + 1 < pattern.Length && pattern[end + 1] == '+' ? end + 2 : end + 1;
        return (IsEdge(pattern, start - 1, -1) || alternatives.TrueForAll(one => one.Length > 0 && one[0] is ' ' or '\''))
            && (IsEdge(pattern, next, 1) || alternatives.TrueForAll(one => one.Length > 0 && one[^1] is ' '));
    }

    private static bool IsWord(string pattern, int start, int end) => IsEdge(pattern, start - 1, -1) && IsEdge(pattern, end, 1);

    // Whether a word surely ends at a place: not before a blank that may be missing, nor before a group that may go on with it.
    private static bool IsEdge(string pattern, int at, int step)
    {
        if (at < 0 || at >= pattern.Length)
            return true;
        return pattern[at] switch
        {
            ' ' => step < 0 || at + 1 >= pattern.Length || pattern[at + 1] != '?',
            '\'' or '^' or '$' => true,
            '-' => at + 1 >= pattern.Length || pattern[at + 1] is not ('?' or '*'),
            // A slot is a value of its own.
            '}' when step < 0 => pattern[StartOfBraces(pattern, at) + 1] is not (>= '0' and <= '9'),
            ',' => at + 1 >= pattern.Length || pattern[at + 1] is not ('?' or '*') || (at + 2 < pattern.Length && pattern[at + 2] == ' '),
            '(' when step > 0 => IsEdgeGroup(pattern, at, EndOfGroup(pattern, at), step),
            ')' when step < 0 => IsEdgeGroup(pattern, StartOfGroup(pattern, at), at, step),
            '?' or '*' when step < 0 && at > 0 && pattern[at - 1] == ')' => IsEdgeGroup(pattern, StartOfGroup(pattern, at - 1), at - 1, step),
            _ => false,
        };
    }

    // A group beside a word begins, or ends, with a blank; where it may be missing, what is on its other side counts too.
    private static bool IsEdgeGroup(string pattern, int start, int end, int step)
    {
        var alternatives = Alternatives(pattern[(start + 1)..end]);
        if (pattern[start + 1] == '?' || !alternatives.TrueForAll(one => one.Length > 0 && (step > 0 ? one[0] is ' ' or '\'' or ',' : one[^1] is ' ')))
            return false;
        var isOptional = end + 1 < pattern.Length && pattern[end + 1] is '?' or '*';
        return !isOptional || IsEdge(pattern, step > 0 ? end + 2 : start - 1, step);
    }

    private static List<string> Alternatives(string group)
    {
        var alternatives = new List<string>();
        var start = 0;
        for (var at = 0; at < group.Length; at++)
        {
            if (group[at] == '\\')
            {
                at++;
            }
            else if (group[at] == '(')
            {
                at = EndOfGroup(group, at);
            }
            else if (group[at] == '|')
            {
                alternatives.Add(group[start..at]);
                start = at + 1;
            }
        }

        alternatives.Add(group[start..]);
        return alternatives;
    }

    private static int StartOfBraces(string pattern, int end) => pattern.LastIndexOf('{', end);

    private static int EndOfGroup(string pattern, int start)
    {
        var depth = 0;
        for (var at = start; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
                at++;
            else if (pattern[at] == '(')
                depth++;
            else if (pattern[at] == ')' && --depth == 0)
                return at;
        }

        return pattern.Length - 1;
    }

    private static int StartOfGroup(string pattern, int end)
    {
        var depth = 0;
        for (var at = end; at >= 0; at--)
        {
            if (pattern[at] == ')')
                depth++;
            else if (pattern[at] == '(' && --depth == 0)
                return at;
        }

        return 0;
    }
}
