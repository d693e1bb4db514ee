using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Ranking;

/// <summary>Okapi BM25 over texts and over their calls (Robertson and Zaragoza 2009, with the idf that is never negative).</summary>
internal sealed class Bm25
{
    // The customary values.
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<Term> _terms = [];
    private readonly List<int> _calls = [];
    private readonly List<double> _textLengths = [];
    private readonly List<double> _callLengths = [];

    /// <summary>How many calls there are.</summary>
    public int Calls => _callLengths.Count;

    /// <summary>The number of a term, which is given one if it is new.</summary>
    public int Number(string term)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, term, out var known);
        if (!known)
        {
            id = _terms.Count;
            _terms.Add(new Term());
        }

        return id;
    }

    /// <summary>Adds a text; those of a call follow each other.</summary>
    /// <param name="call">The number of its call: that of the text before, or the next.</param>
    /// <param name="terms">The numbers of its terms.</param>
    public void Add(int call, ReadOnlySpan<int> terms)
    {
        var text = _textLengths.Count;
        if (call == _callLengths.Count)
            _callLengths.Add(0);
        _calls.Add(call);
        _textLengths.Add(terms.Length);
        _callLengths[call] += terms.Length;
        foreach (var term in terms)
            _terms[term].Count(text, call);
    }

    /// <summary>Scores one term.</summary>
    /// <param name="word">The term.</param>
    /// <param name="calls">The scores of the calls, to be added to.</param>
    /// <param name="texts">Takes the texts that have the term, in their order; room for all.</param>
    /// <returns>How many texts have the term.</returns>
    public int Score(string word, Span<double> calls, Span<TextScore> texts)
    {
        if (!_ids.TryGetValue(word, out var id))
            return 0;
        var (averageText, averageCall) = (Average(_textLengths), Average(_callLengths));
        var term = _terms[id];
        var (idf, callIdf) = (Idf(term.Postings.Count, _textLengths.Count), Idf(term.Calls, _callLengths.Count));
        var (call, inCall, count) = (-1, 0, 0);
        foreach (var posting in CollectionsMarshal.AsSpan(term.Postings))
        {
            texts[count++] = new TextScore(posting.Text, idf * Weight(posting.Count, _textLengths[posting.Text] / averageText));
            if (_calls[posting.Text] != call)
            {
                AddCall(calls);
                (call, inCall) = (_calls[posting.Text], 0);
            }

            inCall += posting.Count;
        }

        AddCall(calls);
        return count;

        void AddCall(Span<double> scores)
        {
            if (call >= 0)
                scores[call] += callIdf * Weight(inCall, _callLengths[call] / averageCall);
        }
    }

    /// <summary>Whether a text has the term.</summary>
    public bool Has(string word) => _ids.ContainsKey(word);

    /// <summary>The most that a term can score in a text.</summary>
    public double Most(string word)
        => Idf(_ids.TryGetValue(word, out var id) ? _terms[id].Postings.Count : 0, _textLengths.Count) * (K1 + 1);

    private static double Idf(int with, int all) => Math.Log(1 + (all - with + 0.5) / (with + 0.5));

    private static double Weight(int count, double length) => count * (K1 + 1) / (count + K1 * (1 - B + B * length));

    private static double Average(List<double> lengths)
    {
        double total = 0;
        foreach (var length in lengths)
            total += length;
        return Math.Max(1, total / Math.Max(1, lengths.Count));
    }

    private sealed class Term
    {
        private int _lastCall = -1;

        public List<Posting> Postings { get; } = new(1);

        public int Calls { get; private set; }

        public void Count(int text, int call)
        {
            if (Postings.Count > 0 && Postings[^1].Text == text)
                Postings[^1] = new Posting(text, Postings[^1].Count + 1);
            else
                Postings.Add(new Posting(text, 1));
            if (call != _lastCall)
                (_lastCall, Calls) = (call, Calls + 1);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Posting(int Text, int Count);

    /// <summary>A text and its score.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct TextScore(int Text, double Score);
}
