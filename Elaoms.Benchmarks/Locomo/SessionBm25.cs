using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>Plain BM25 over whole calls, each as one text: what others publish for LoCoMo.</summary>
internal sealed class SessionBm25
{
    private const int MaxTerms = 100_000;

    private readonly Terms _terms = new(LanguageSet.BuiltIn, beside: null);
    private readonly List<(string Id, Dictionary<string, int> Counts, int Length)> _calls = [];

    public SessionBm25(LocomoConversation conversation)
    {
        foreach (var call in conversation.Calls)
        {
            var text = string.Join('\n', call.Turns.Select(turn => turn.Text));
            var terms = _terms.In(text, MaxTerms);
            _calls.Add((conversation.WireId(call), terms.CountBy(term => term).ToDictionary(), terms.Count));
        }
    }

    /// <summary>The calls, best first.</summary>
    public IReadOnlyList<Place> Search(string query)
    {
        var scores = new double[_calls.Count];
        var average = Math.Max(1, _calls.Average(call => call.Length));
        foreach (var term in _terms.In(query, MaxTerms).Distinct(StringComparer.Ordinal))
        {
            var idf = Bm25.Idf(_calls.Count(call => call.Counts.ContainsKey(term)), _calls.Count);
            for (var call = 0; call < scores.Length; call++)
            {
                if (_calls[call].Counts.TryGetValue(term, out var count))
                    scores[call] += idf * Bm25.Weight(count, _calls[call].Length / average);
            }
        }

        return
        [
            .. Enumerable.Range(0, _calls.Count).OrderByDescending(call => scores[call]).Select(call => new Place(_calls[call].Id, null)),
        ];
    }
}
