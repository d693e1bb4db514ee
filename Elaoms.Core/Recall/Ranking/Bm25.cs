using System.Buffers;
using System.Runtime.InteropServices;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>Okapi BM25 over a fixed set of texts (Robertson and Zaragoza 2009, with the idf that is never negative).</summary>
internal sealed class Bm25
{
    // The customary values.
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, List<Posting>> _postings = new(StringComparer.Ordinal);
    private readonly double[] _lengthNorms;

    public Bm25(IReadOnlyList<string> texts)
    {
        _lengthNorms = new double[texts.Count];
        long total = 0;
        for (var document = 0; document < texts.Count; document++)
        {
            var terms = Terms.Of(texts[document], int.MaxValue);
            _lengthNorms[document] = terms.Count;
            total += terms.Count;
            foreach (var term in terms)
                Count(term, document);
        }

        var average = Math.Max(1, (double)total / Math.Max(1, texts.Count));
        for (var document = 0; document < texts.Count; document++)
            _lengthNorms[document] = K1 * (1 - B + B * _lengthNorms[document] / average);
    }

    /// <summary>The texts that hold any of the terms, with their scores, in no order.</summary>
    public List<(int Document, double Score)> Score(IEnumerable<string> terms)
    {
        var scores = ArrayPool<double>.Shared.Rent(Math.Max(1, _lengthNorms.Length));
        scores.AsSpan(0, _lengthNorms.Length).Clear();
        var found = new List<(int, double)>();
        foreach (var term in terms.Distinct(StringComparer.Ordinal))
        {
            if (!_postings.TryGetValue(term, out var postings))
                continue;
            var idf = Math.Log(1 + (_lengthNorms.Length - postings.Count + 0.5) / (postings.Count + 0.5));
            foreach (var posting in postings)
            {
                if (scores[posting.Document] == 0)
                    found.Add((posting.Document, 0));
                scores[posting.Document] += idf * posting.Count * (K1 + 1) / (posting.Count + _lengthNorms[posting.Document]);
            }
        }

        foreach (ref var hit in CollectionsMarshal.AsSpan(found))
            hit.Item2 = scores[hit.Item1];
        ArrayPool<double>.Shared.Return(scores);
        return found;
    }

    private void Count(string term, int document)
    {
        ref var postings = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, term, out _);
        postings ??= new List<Posting>(1);
        if (postings.Count > 0 && postings[^1].Document == document)
            postings[^1] = new Posting(document, postings[^1].Count + 1);
        else
            postings.Add(new Posting(document, 1));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Posting(int Document, int Count);
}
