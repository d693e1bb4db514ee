using System.Buffers;
using System.Runtime.InteropServices;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

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
    /// <param name="languages">The languages that callers may speak.</param>
    public MemoryScorer(
        IReadOnlyList<RankedMemory> memories, string? callerName, RankingWeights weights, LanguageSet languages)
    {
        _weights = weights;
        _names = new SpeakerNames(memories.Select(memory => memory.Memory), callerName);
        _terms = new Terms(languages, LanguageOfRecord.Beside([.. memories.Select(memory => memory.Memory.Text)], languages));
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
    /// <param name="possible">The most that a text could score by its own words; null where a time is all that is asked for.</param>
    /// <param name="isOneWord">
    /// Whether one word was asked for and somebody said it. Any text with that word is then an answer, however long it is.
    /// </param>
    /// <returns>Whether the query asks for anything: one of only common words doesn't.</returns>
    public bool Score(string query, Span<double> scores, out double? possible, out bool isOneWord)
    {
        (possible, isOneWord) = (null, false);
        var question = Question.Read(query, _terms, _names);
        if (question.Terms.Count == 0 && !question.NamesTime)
            return false;

        var rented = ArrayPool<double>.Shared.Rent(_traits.Length + _callTimes.Count);
        var word = rented.AsSpan(0, _traits.Length);
        var calls = rented.AsSpan(_traits.Length, _callTimes.Count);
        rented.AsSpan(0, _traits.Length + _callTimes.Count).Clear();
        scores.Clear();
        var texts = ArrayPool<Bm25.TextScore>.Shared.Rent(_traits.Length);
        foreach (var term in question.Terms)
            AddNearest(texts.AsSpan(0, _bm25.Score(term, calls, texts)), word, scores);
        ArrayPool<Bm25.TextScore>.Shared.Return(texts);

        bool[] dated = question.NamesTime ? [.. Enumerable.Range(0, calls.Length).Select(call => IsAsked(question, call))] : [];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Combined(question, _traits[i], scores[i], calls, dated);
        ArrayPool<double>.Shared.Return(rented);
        isOneWord = question.Content is [var only] && _bm25.Has(only);
        if (!question.IsOfTimeOnly)
            possible = Possible(question.Content) * (question.About == SpeakerSide.Neither ? _weights.Caller : _weights.Speaker);
        return true;
    }

    /// <summary>The call of a memory, by number.</summary>
    public int CallOf(int at) => _traits[at].Call;

    // In a short record what all of it is about seems common, and every word that was never said rare.
    private double Possible(IReadOnlyList<string> terms)
    {
        var said = terms.Where(_bm25.Has).Select(_bm25.Most).ToList();
        var most = said.Count == 0 ? double.PositiveInfinity : said.Average() * (MostOfUnsaid + MoreOfUnsaid * _traits.Length);
        return said.Sum() + terms.Where(term => !_bm25.Has(term)).Sum(term => Math.Min(_bm25.Most(term), most));
    }

    private double Combined(Question question, Traits traits, double words, ReadOnlySpan<double> calls, ReadOnlySpan<bool> dated)
    {
        var isDated = dated.Length > 0 && dated[traits.Call];
        // A date finds by itself only where nothing else is asked for.
        if (isDated && question.IsOfTimeOnly)
            words++;
        if (words <= 0)
            return None;

        var score = words + _weights.Call * calls[traits.Call];
        if (isDated)
            score *= _weights.Date;
        var about = question.About == SpeakerSide.Neither ? SpeakerSide.Caller : question.About;
        // What nobody said, such as a summary, is of both.
        if (traits.By == about || traits.By == SpeakerSide.Neither)
            score *= question.About == SpeakerSide.Neither ? _weights.Caller : _weights.Speaker;
        if (question.AsksWhen && traits.TellsTime)
            score *= _weights.Time;
        if (traits.Asks)
            score *= _weights.Question;
        return score;
    }

    // Each word counts where it is nearest: a reply that repeats the words of what it answers gains nothing by their being there too.
    private void AddNearest(ReadOnlySpan<Bm25.TextScore> texts, Span<double> word, Span<double> scores)
    {
        foreach (var (text, score) in texts)
        {
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

        foreach (var (text, _) in texts)
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
    private bool IsAnswer(int question, int at) => _traits[question].Asks && _traits[question].By != _traits[at].By;

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
            tellsTime);
    }

    private (int Term, bool TellsTime) Learn(string word)
    {
        var year = word.Length == 4 && word.AsSpan(0, 2) is "19" or "20" && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3]);
        var tellsTime = year || _terms.Languages.Any(language => language.TimeWords.Contains(word));
        return (_terms.Of(word) is { } term ? _bm25.Number(term) : -1, tellsTime);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Traits(int Call, bool IsTurn, SpeakerSide By, bool Asks, bool TellsTime);
}
