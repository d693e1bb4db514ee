using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>Plain BM25 over whole calls, each as one text: what others publish for LoCoMo.</summary>
internal sealed class SessionBm25
{
    private const int MaxTerms = 100_000;

    private readonly Terms _terms = new(LanguageSet.BuiltIn, beside: null);
    private readonly Bm25 _bm25 = new();
    private readonly List<string> _calls = [];

    public SessionBm25(LocomoConversation conversation)
    {
        foreach (var call in conversation.Calls)
        {
            var text = string.Join('\n', call.Turns.Select(turn => turn.Text));
            _bm25.Add(_calls.Count, [.. _terms.In(text, MaxTerms).Select(_bm25.Number)]);
            _calls.Add(conversation.WireId(call));
        }
    }

    /// <summary>The calls, best first.</summary>
    public IReadOnlyList<Place> Search(string query)
    {
        var scores = new double[_calls.Count];
        foreach (var term in _terms.In(query, MaxTerms).Distinct(StringComparer.Ordinal))
            _bm25.Score(term, scores, new Bm25.TextScore[_calls.Count]);
        return [.. Enumerable.Range(0, _calls.Count).OrderByDescending(call => scores[call]).Select(call => new Place(_calls[call], null))];
    }
}
