using System.Runtime.InteropServices;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>Okapi BM25 over texts and over the calls they are of (Robertson and Zaragoza 2009, with the idf that is never negative).</summary>
internal sealed class Bm25
{
    // The customary value.
    private const double K1 = 1.2;

    // Turns are short, and a longer one is about more rather than about less; of calls the long ones would have every word.
    private const double TextB = 0.3;
    private const double CallB = 1;

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

    /// <summary>Adds up the scores of terms.</summary>
    /// <param name="terms">The terms, each once.</param>
    /// <param name="texts">The scores of the texts, to be added to.</param>
    /// <param name="calls">The scores of the calls, to be added to.</param>
    public void Score(IEnumerable<string> terms, Span<double> texts, Span<double> calls)
    {
        var (averageText, averageCall) = (Average(_textLengths), Average(_callLengths));
        foreach (var word in terms)
        {
            if (!_ids.TryGetValue(word, out var id))
                continue;
            var term = _terms[id];
            var (idf, callIdf) = (Idf(term.Postings.Count, _textLengths.Count), Idf(term.Calls, _callLengths.Count));
            var (call, inCall) = (-1, 0);
            foreach (var posting in CollectionsMarshal.AsSpan(term.Postings))
            {
                texts[posting.Text] += idf * Weight(posting.Count, TextB, _textLengths[posting.Text] / averageText);
                if (_calls[posting.Text] != call)
                {
                    AddCall(calls);
                    (call, inCall) = (_calls[posting.Text], 0);
                }

                inCall += posting.Count;
            }

            AddCall(calls);

            void AddCall(Span<double> scores)
            {
                if (call >= 0)
                    scores[call] += callIdf * Weight(inCall, CallB, _callLengths[call] / averageCall);
            }
        }
    }

    private static double Idf(int with, int all) => Math.Log(1 + (all - with + 0.5) / (with + 0.5));

    private static double Weight(int count, double b, double length) => count * (K1 + 1) / (count + K1 * (1 - b + b * length));

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
}
