using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>A text in one language, ready to be compared with collected values: its words, their terms, and its numbers.</summary>
internal sealed class SupportText
{
    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(".!?;,:");

    private const int MaxPhrase = 4;
    private const int NegationReach = 4;

    private readonly FrozenSet<string> _negations;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, SpokenNumberAt> _numberPlaces = new(StringComparer.Ordinal);

    /// <summary>Reads a text.</summary>
    public SupportText(string text, TermsOfLanguage terms)
    {
        _negations = terms.Language.All.Negations;
        Words = WordReader.PlacesOf(text);
        Numbers = SpokenNumbers.In(Words, terms.Language);
        Runs = [.. RunsOf(Numbers)];
        foreach (var number in Numbers.Concat(Runs))
            _numberPlaces.TryAdd(number.Digits.TrimStart('0'), number);

        _places = new Dictionary<string, int>(2 * Words.Count, StringComparer.Ordinal);
        Terms = new HashSet<string>(Words.Count, StringComparer.Ordinal);
        var next = 0;
        for (var at = 0; at < Words.Count; at++)
        {
            while (next < Numbers.Count && Numbers[next].Last < at)
                next++;
            var word = Words[at].Text;
            _places.TryAdd(word, at);
            if (terms.Of(word) is not { } term)
                continue;
            _places.TryAdd(term, at);
            var isNumber = next < Numbers.Count && Numbers[next].First <= at;
            if (!isNumber && !terms.Language.Narration.Contains(word))
                Terms.Add(term);
        }

        AddSpelled();
    }

    /// <summary>Its words.</summary>
    public List<TextWord> Words { get; }

    /// <summary>Its numbers.</summary>
    public List<SpokenNumberAt> Numbers { get; }

    /// <summary>Numbers that follow each other without a word between, as one.</summary>
    public IReadOnlyList<SpokenNumberAt> Runs { get; }

    /// <summary>What it has beside numbers, common words and words of narration, to tell whether two texts are about the same.</summary>
    public HashSet<string> Terms { get; }

    /// <summary>All its digits.</summary>
    public string Digits => field ??= string.Concat(Numbers.Select(number => number.Digits));

    /// <summary>Its words with a blank between.</summary>
    public string Line => field ??= string.Join(' ', Words.Select(word => word.Text));

    /// <summary>Its letters and digits without anything between.</summary>
    public string Flat => field ??= Flattened();

    /// <summary>Where a word, or what it is compared by, stands first; null when it doesn't.</summary>
    public int? Find(string word) => _places.TryGetValue(word, out var place) ? place : null;

    /// <summary>Where a number stands first; null when it doesn't. Leading zeros don't count.</summary>
    public (int First, int Last)? FindNumber(string digits)
        => _numberPlaces.TryGetValue(digits.TrimStart('0'), out var number) ? (number.First, number.Last) : null;

    /// <summary>Whether it begins with one of some phrases.</summary>
    public bool BeginsWith(IReadOnlySet<string> phrases)
        => Enumerable.Range(1, Math.Min(MaxPhrase, Words.Count)).Any(count => phrases.Contains(Phrase(0, count)));

    /// <summary>Whether something just before a word, in the same sentence, says that it is not so.</summary>
    /// <param name="text">The text that was read.</param>
    /// <param name="at">The word.</param>
    public bool IsNegated(string text, int at)
    {
        for (var before = at - 1; before >= Math.Max(0, at - NegationReach); before--)
        {
            var between = text.AsSpan(Words[before].End, Words[before + 1].Start - Words[before].End);
            if (between.ContainsAny(ClauseEnds))
                return false;
            if (_negations.Contains(Words[before].Text) || _negations.Contains(Phrase(before, 2)))
                return true;
        }

        return false;
    }

    private string Phrase(int first, int count)
        => count == 1 ? Words[first].Text : string.Join(' ', Words.Skip(first).Take(count).Select(word => word.Text));

    // "a n n a", letter by letter.
    private void AddSpelled()
    {
        StringBuilder? letters = null;
        for (var at = 0; at <= Words.Count; at++)
        {
            if (at < Words.Count && Words[at].Text is [var letter] && char.IsLetter(letter))
            {
                (letters ??= new StringBuilder()).Append(letter);
                continue;
            }

            if (letters is { Length: > 1 })
                _places.TryAdd(letters.ToString(), at - letters.Length);
            letters?.Clear();
        }
    }

    private static IEnumerable<SpokenNumberAt> RunsOf(List<SpokenNumberAt> numbers)
    {
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1].First == numbers[last].Last + 1)
                last++;
            if (last > first)
            {
                var digits = string.Concat(numbers.Skip(first).Take(last - first + 1).Select(number => number.Digits));
                yield return new SpokenNumberAt(digits, numbers[first].First, numbers[last].Last);
            }

            first = last + 1;
        }
    }

    private string Flattened()
    {
        var flat = new StringBuilder();
        var next = 0;
        for (var at = 0; at < Words.Count; at++)
        {
            if (next < Numbers.Count && Numbers[next].First == at)
            {
                flat.Append(Numbers[next].Digits);
                at = Numbers[next++].Last;
            }
            else
            {
                flat.Append(Words[at].Text);
            }
        }

        return flat.ToString();
    }
}
