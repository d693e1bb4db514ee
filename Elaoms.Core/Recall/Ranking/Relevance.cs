using System.Buffers;
using System.Runtime.InteropServices;
using Elaoms.Core.Recall.Ranking.Languages;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>
/// How well each of a caller's memories answers a query: its own words (BM25), those of the turns around it, those of its whole call, who said it, and when. docs/memory.md tells why.
/// </summary>
internal sealed class Relevance
{
    /// <summary>The score of what doesn't answer at all.</summary>
    public const double None = double.NegativeInfinity;

    // Past that, more words tell no more.
    private const int MostWords = 30;

    private readonly RankingWeights _weights;
    private readonly Terms _terms;
    private readonly SpeakerNames _names;
    private readonly Bm25 _bm25 = new();
    private readonly Traits[] _traits;
    private readonly List<DateTimeOffset> _callTimes = [];
    private readonly int _lastCall;

    /// <summary>Reads the memories.</summary>
    /// <param name="memories">The memories; those of a call follow each other, its turns in order.</param>
    /// <param name="callerName">The caller's name, where it is known.</param>
    /// <param name="weights">What each signal counts.</param>
    public Relevance(IReadOnlyList<RankedMemory> memories, string? callerName, RankingWeights weights)
    {
        _weights = weights;
        _names = new SpeakerNames(memories.Select(memory => memory.Memory), callerName);
        _terms = new Terms(LanguageOfRecord.Beside([.. memories.Select(memory => memory.Memory.Text)]));
        _traits = new Traits[memories.Count];
        var words = new Dictionary<string, (int Term, bool TellsTime)>(StringComparer.Ordinal);
        for (var i = 0; i < memories.Count; i++)
        {
            var memory = memories[i].Memory;
            if (i == 0 || memory.ConversationId != memories[i - 1].Memory.ConversationId)
                _callTimes.Add(memory.Time);
            _traits[i] = Read(memories[i], _callTimes.Count - 1, words);
        }

        _lastCall = _callTimes.Count == 0 ? -1 : _callTimes.IndexOf(_callTimes.Max());
    }

    /// <summary>Scores all memories.</summary>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="scores">Takes the scores, larger is better; <see cref="None"/> for what doesn't answer.</param>
    /// <returns>Whether the query asks for anything: one of only common words doesn't.</returns>
    public bool Score(string query, Span<double> scores)
    {
        var question = Question.Read(query, _terms, _names);
        if (question.Terms.Count == 0)
            return false;

        var rented = ArrayPool<double>.Shared.Rent(_traits.Length + _callTimes.Count);
        var own = rented.AsSpan(0, _traits.Length);
        var calls = rented.AsSpan(_traits.Length, _callTimes.Count);
        rented.AsSpan(0, _traits.Length + _callTimes.Count).Clear();
        _bm25.Score(question.Terms, own, calls);
        Normalise(own);
        Normalise(calls);
        bool[] asked = question.Dates.Count > 0 || question.OfLastCall ? [.. Enumerable.Range(0, calls.Length).Select(call => IsAsked(question, call))] : [];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Combined(question, i, own, calls, asked);
        ArrayPool<double>.Shared.Return(rented);
        return true;
    }

    private double Combined(Question question, int at, ReadOnlySpan<double> own, ReadOnlySpan<double> calls, ReadOnlySpan<bool> asked)
    {
        var traits = _traits[at];
        var words = own[at] + Around(at, own);
        var dated = asked.Length > 0 && asked[traits.Call];
        if (words <= 0 && !dated)
            return None;

        var score = words + _weights.Call * calls[traits.Call] + _weights.Length * traits.Length;
        if (dated)
            score += _weights.Date;
        // What nobody said, such as a summary, is of both.
        if (question.About != Side.Neither && (traits.By == question.About || traits.By == Side.Neither))
            score += _weights.Speaker;
        if (question.AsksWhen && traits.TellsTime)
            score += _weights.Time;
        if (traits.Asks)
            score -= _weights.Question;
        return score;
    }

    private double Around(int at, ReadOnlySpan<double> own)
    {
        double words = 0;
        if (IsTurnOfSameCall(at, at - 1))
        {
            words += (_weights.Before + (_traits[at - 1].Asks ? _weights.Asked : 0)) * own[at - 1];
            if (IsTurnOfSameCall(at, at - 2))
                words += _weights.LongBefore * own[at - 2];
        }

        if (IsTurnOfSameCall(at, at + 1))
        {
            words += _weights.After * own[at + 1];
            if (IsTurnOfSameCall(at, at + 2))
                words += _weights.LongAfter * own[at + 2];
        }

        return words;
    }

    private bool IsTurnOfSameCall(int at, int other)
        => other >= 0 && other < _traits.Length && _traits[at].IsTurn && _traits[other].IsTurn && _traits[at].Call == _traits[other].Call;

    private bool IsAsked(Question question, int call)
    {
        var day = DateOnly.FromDateTime(_callTimes[call].UtcDateTime);
        return question.OfLastCall && call == _lastCall || question.Dates.Any(date => date.Fits(day));
    }

    private Traits Read(RankedMemory memory, int call, Dictionary<string, (int Term, bool TellsTime)> words)
    {
        var looked = words.GetAlternateLookup<ReadOnlySpan<char>>();
        var terms = new List<int>();
        var tellsTime = false;
        var reader = new WordReader(memory.Words, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
        {
            ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(looked, reader.Word, out var known);
            if (!known)
                word = Learn(reader.Word.ToString());
            if (word.Term >= 0)
                terms.Add(word.Term);
            tellsTime |= word.TellsTime;
        }

        _bm25.Add(call, CollectionsMarshal.AsSpan(terms));
        return new Traits(
            call,
            memory.Memory.Turn is not null,
            SpeakerNames.SideOf(memory.Memory.Role),
            memory.Memory.Text.AsSpan().TrimEnd() is [.., '?' or '？'],
            tellsTime,
            Math.Log10(1 + Math.Min(terms.Count, MostWords)));
    }

    private (int Term, bool TellsTime) Learn(string word)
    {
        var year = word.Length == 4 && word.AsSpan(0, 2) is "19" or "20" && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3]);
        return (_terms.Of(word) is { } term ? _bm25.Number(term) : -1, year || _terms.Languages.Any(language => language.TimeWords.Contains(word)));
    }

    private static void Normalise(Span<double> scores)
    {
        double best = 0;
        foreach (var score in scores)
            best = Math.Max(best, score);
        if (best == 0)
            return;
        foreach (ref var score in scores)
            score /= best;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Traits(int Call, bool IsTurn, Side By, bool Asks, bool TellsTime, double Length);
}
