using System.Buffers;
using System.Runtime.InteropServices;
using Elaoms.Core.Search.Parts;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// Scores how well each of a caller's memories answers a query: by its own words (BM25), those of the turns around it and of its whole
/// call, its speaker, and its date. docs/memory.md explains why.
/// </summary>
internal sealed class MemoryScorer
{
    /// <summary>The score of what doesn't answer at all.</summary>
    public const double None = double.NegativeInfinity;

    // How many words that were said one that was not is worth at most, in the shortest record and for each further text.
    private const double MostOfUnsaid = 2;
    private const double MoreOfUnsaid = 0.01;

    // How many turns away a word still counts.
    private const int Reach = 2;

    private readonly RankingWeights _weights;
    private readonly CallerTexts _all;

    /// <summary>Scores the texts of a caller.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="weights">What each signal counts.</param>
    public MemoryScorer(CallerTexts texts, RankingWeights weights) => (_all, _weights) = (texts, weights);

    /// <summary>Scores all memories.</summary>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="scores">Takes the scores, larger is better; <see cref="None"/> for what doesn't answer.</param>
    /// <param name="possible">The most that a text could score by its own words; null where a time is all that is asked for.</param>
    /// <param name="isOneWord">
    /// Whether one word was asked for and somebody said it. Any text with that word is then an answer, however long it is.
    /// </param>
    /// <returns>Whether the query asks for anything: one of only common words doesn't.</returns>
    public bool Score(string query, Span<double> scores, out double? possible, out bool isOneWord)
    {
        (possible, isOneWord) = (null, false);
        var question = Question.Read(query, _all.Terms, _all.Names);
        if (question.Terms.Count == 0 && !question.NamesTime)
            return false;

        var (texts, calls) = (_all.Texts.Length, _all.CallLengths.Count);
        var rented = ArrayPool<double>.Shared.Rent(texts + calls);
        var word = rented.AsSpan(0, texts);
        var ofCalls = rented.AsSpan(texts, calls);
        rented.AsSpan(0, texts + calls).Clear();
        scores.Clear();
        // The first terms without those of a date reach farther than the first terms.
        var said = question.Terms.Union(question.Content, StringComparer.Ordinal)
            .ToDictionary(term => term, _all.Find, StringComparer.Ordinal);
        foreach (var term in question.Terms)
        {
            AddCalls(said[term], ofCalls);
            AddNearest(said[term], word, scores);
        }

        var dated = DatedCalls(question);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = SignalsOf(question, _all.Texts[i], scores[i], ofCalls, dated) is { Words: > 0 } signals ? signals.Score : None;
        ArrayPool<double>.Shared.Return(rented);
        isOneWord = question.Content is [var only] && said[only].Count > 0;
        if (!question.IsOfTimeOnly)
        {
            possible = Possible([.. question.Content.Select(term => said[term].Count)])
                * (question.About == SpeakerSide.Neither ? _weights.Caller : _weights.Speaker);
        }

        return true;
    }

    /// <summary>Says of texts why they score what they do.</summary>
    /// <param name="query">The query.</param>
    /// <param name="texts">The texts, by their places.</param>
    /// <returns>The signals, in the order of the texts.</returns>
    public IReadOnlyList<MemorySignals> Explain(string query, IReadOnlyList<int> texts)
    {
        var question = Question.Read(query, _all.Terms, _all.Names);
        var (words, calls) = (new double[_all.Texts.Length], new double[_all.CallLengths.Count]);
        var (sums, own, beside) = (new double[texts.Count], new List<string>[texts.Count], new List<string>[texts.Count]);
        for (var i = 0; i < texts.Count; i++)
            (own[i], beside[i]) = ([], []);
        foreach (var term in question.Terms)
        {
            var (postings, scores) = (_all.Find(term), new double[_all.Texts.Length]);
            AddCalls(postings, calls);
            AddNearest(postings, words, scores);
            var places = postings.Select(posting => posting.Text).ToHashSet();
            var word = question.Words.First(word => _all.Terms.Of(word) == term);
            for (var i = 0; i < texts.Count; i++)
            {
                sums[i] += scores[texts[i]];
                if (scores[texts[i]] > 0)
                    (places.Contains(texts[i]) ? own : beside)[i].Add(word);
            }
        }

        var dated = DatedCalls(question);
        return
        [
            .. texts.Select((text, i) =>
            {
                var signals = SignalsOf(question, _all.Texts[text], sums[i], calls, dated);
                return signals.Words > 0
                    ? new MemorySignals
                    {
                        Words = signals.Words,
                        Call = signals.Call,
                        Date = signals.Date,
                        Speaker = signals.Speaker,
                        Time = signals.Time,
                        Question = signals.Question,
                        Own = own[i],
                        Beside = beside[i],
                    }
                    : MemorySignals.None;
            }),
        ];
    }

    private bool[] DatedCalls(Question question)
        => question.NamesTime ? [.. Enumerable.Range(0, _all.CallLengths.Count).Select(call => IsAsked(question, call))] : [];

    // In a short record what all of it is about seems common, and every word that was never said rare.
    private double Possible(List<int> counts)
    {
        var texts = _all.Texts.Length;
        var said = counts.FindAll(count => count > 0).ConvertAll(count => Bm25.Most(count, texts));
        var most = said.Count == 0 ? double.PositiveInfinity : said.Average() * (MostOfUnsaid + MoreOfUnsaid * texts);
        return said.Sum() + counts.Count(count => count == 0) * Math.Min(Bm25.Most(0, texts), most);
    }

    // A word that is said in one call alone says more of it.
    private void AddCalls(List<Posting> postings, Span<double> calls)
    {
        var rented = ArrayPool<int>.Shared.Rent(calls.Length);
        var counts = rented.AsSpan(0, calls.Length);
        counts.Clear();
        foreach (var posting in postings)
            counts[_all.Texts[posting.Text].Call] += posting.Count;
        var idf = Bm25.Idf(calls.Length - counts.Count(0), calls.Length);
        for (var call = 0; call < counts.Length; call++)
        {
            if (counts[call] > 0)
                calls[call] += idf * Bm25.Weight(counts[call], _all.CallLengths[call] / _all.AverageCallLength);
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    private Signals SignalsOf(Question question, in TextOfCall traits, double words, ReadOnlySpan<double> calls, ReadOnlySpan<bool> dated)
    {
        var isDated = dated.Length > 0 && dated[traits.Call];
        // A date finds by itself only where nothing else is asked for.
        if (isDated && question.IsOfTimeOnly)
            words++;
        if (words <= 0)
            return default;

        var about = question.About == SpeakerSide.Neither ? SpeakerSide.Caller : question.About;
        // What nobody said, such as a summary, is of both.
        var isOfSide = traits.By == about || traits.By == SpeakerSide.Neither;
        return new Signals(
            words,
            _weights.Call * calls[traits.Call],
            isDated ? _weights.Date : 1,
            !isOfSide ? 1 : question.About == SpeakerSide.Neither ? _weights.Caller : _weights.Speaker,
            question.AsksWhen && traits.TellsTime ? _weights.Time : 1,
            traits.Asks ? _weights.Question : 1);
    }

    // Each word counts where it is nearest: a reply that repeats the words of what it answers gains nothing by their being there too.
    private void AddNearest(List<Posting> postings, Span<double> word, Span<double> scores)
    {
        var idf = Bm25.Idf(postings.Count, _all.Texts.Length);
        foreach (var (text, count) in postings)
        {
            var score = idf * Bm25.Weight(count, _all.Texts[text].Length / _all.AverageLength);
            word[text] = Math.Max(word[text], score);
            if (IsTurnOfSameCall(text, text + 1))
            {
                Give(word, text + 1, score * (_weights.Beside + (IsAnswer(text, text + 1) ? _weights.Asked : 0)));
                if (IsTurnOfSameCall(text, text + 2))
                    Give(word, text + 2, score * _weights.Near);
            }

            if (IsTurnOfSameCall(text, text - 1))
            {
                Give(word, text - 1, score * _weights.Beside);
                if (IsTurnOfSameCall(text, text - 2))
                    Give(word, text - 2, score * _weights.Near);
            }
        }

        foreach (var (text, _) in postings)
        {
            for (var at = Math.Max(0, text - Reach); at <= Math.Min(text + Reach, scores.Length - 1); at++)
            {
                scores[at] += word[at];
                word[at] = 0;
            }
        }

        static void Give(Span<double> word, int at, double score) => word[at] = Math.Max(word[at], score);
    }

    // Nobody answers themselves.
    private bool IsAnswer(int question, int at) => _all.Texts[question].Asks && _all.Texts[question].By != _all.Texts[at].By;

    private bool IsTurnOfSameCall(int at, int other)
    {
        var texts = _all.Texts;
        return other >= 0 && other < texts.Length && texts[at].IsTurn && texts[other].IsTurn && texts[at].Call == texts[other].Call;
    }

    private bool IsAsked(Question question, int call)
    {
        var day = DateOnly.FromDateTime(_all.CallTimes[call].UtcDateTime);
        return question.OfLastCall && call == _all.LastCall || question.Dates.Any(date => date.Fits(day));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Signals(double Words, double Call, double Date, double Speaker, double Time, double Question)
    {
        public double Score => (Words + Call) * Date * Speaker * Time * Question;
    }
}
