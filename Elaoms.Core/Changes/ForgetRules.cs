namespace Elaoms.Core.Changes;

/// <summary>Finds forgotten values in texts.</summary>
internal sealed class ForgetRules
{
    // No value is longer as it is compared.
    private const int MaxLength = 2 * CallerChange.MaxValueLength;

    private readonly ForgottenValues _values;
    private readonly Dictionary<(UInt128 Hash, bool IsSpoken), Rule> _rules = [];
    private readonly int[] _written;
    private readonly int[] _spoken;

    /// <summary>Reads the rules of changes.</summary>
    public ForgetRules(IEnumerable<CallerChange> changes, ForgottenValues values)
    {
        _values = values;
        foreach (var change in changes)
        {
            foreach (var forgotten in change.Forgets.Where(one => one.Length is > 0 and <= MaxLength))
            {
                if (ForgottenValues.Read(forgotten.Hash) is not { } hash)
                    continue;
                if (!_rules.TryGetValue((hash, forgotten.IsSpoken), out var rule))
                    _rules[(hash, forgotten.IsSpoken)] = rule = new Rule(forgotten.Length);
                rule.Add(change.At, forgotten.Fact);
                Last = change.At > Last ? change.At : Last;
            }
        }

        (_written, _spoken) = (Lengths(isSpoken: false), Lengths(isSpoken: true));
    }

    /// <summary>The time of the last rule: what was said after it is not forgotten.</summary>
    public DateTimeOffset Last { get; } = DateTimeOffset.MinValue;

    /// <summary>What is forgotten of a text, by place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="said">When it was said.</param>
    /// <param name="fact">The <see cref="ForgottenValues.ScopeOf"/> of the fact whose value it is; null for what was said.</param>
    public List<ForgottenSpan> Find(string text, DateTimeOffset said, string? fact = null)
    {
        var found = new List<ForgottenSpan>();
        if (said > Last || text.Length == 0)
            return found;
        Find(text, isSpoken: false, _written, said, fact, found);
        Find(text, isSpoken: true, _spoken, said, fact, found);
        found.Sort((one, other) => one.Start.CompareTo(other.Start));
        return found;
    }

    private void Find(string text, bool isSpoken, int[] lengths, DateTimeOffset said, string? fact, List<ForgottenSpan> found)
    {
        if (lengths.Length == 0)
            return;
        var comparable = new ComparableText(text, ComparableWords.BuiltIn, isSpoken);
        foreach (var begin in comparable.Begins)
        {
            foreach (var length in lengths)
            {
                if (!comparable.HasEnd(begin + length))
                    continue;
                var hash = _values.HashOf(comparable.Text.AsSpan(begin, length), isSpoken);
                if (_rules.TryGetValue((hash, isSpoken), out var rule) && rule.IsEverywhere(said) is var isEverywhere
                    && (isEverywhere || rule.IsOf(fact, said)) && comparable.PlaceOf(begin, length) is { } place)
                    found.Add(new ForgottenSpan(place.Start, place.End, hash, isEverywhere));
            }
        }
    }

    private int[] Lengths(bool isSpoken)
        => [.. _rules.Where(rule => rule.Key.IsSpoken == isSpoken).Select(rule => rule.Value.Length).Distinct().Order()];

    private sealed class Rule(int length)
    {
        private readonly Dictionary<string, DateTimeOffset> _facts = new(StringComparer.Ordinal);
        private DateTimeOffset? _everywhere;

        public int Length => length;

        public void Add(DateTimeOffset at, string? fact)
        {
            if (fact is null)
                _everywhere = _everywhere > at ? _everywhere : at;
            else if (!_facts.TryGetValue(fact, out var before) || before < at)
                _facts[fact] = at;
        }

        public bool IsEverywhere(DateTimeOffset said) => said <= _everywhere;

        public bool IsOf(string? fact, DateTimeOffset said) => fact is not null && _facts.TryGetValue(fact, out var at) && said <= at;
    }
}

/// <summary>A part of a text that is forgotten.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The first character behind it.</param>
/// <param name="Hash">The value that was found there.</param>
/// <param name="IsEverywhere">Whether it is forgotten wherever it stands, and not only as a fact.</param>
internal readonly record struct ForgottenSpan(int Start, int End, UInt128 Hash, bool IsEverywhere);
