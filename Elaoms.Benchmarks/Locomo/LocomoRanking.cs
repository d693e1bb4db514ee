using System.Diagnostics;
using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Search.Ranking;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>Measures the ranking in this process.</summary>
internal sealed class LocomoRanking(IReadOnlyList<LocomoConversation> conversations)
{
    private const int Count = 10;
    private const int Deep = 50;
    private const int LargeRecord = 10_000;
    private const int Rounds = 5;
    private const int TuningRounds = 2;

    /// <summary>Plain BM25 over the turns, with the words' stems and without common words.</summary>
    public static RankingWeights WordsAlone { get; } = new()
    {
        Beside = 0,
        Near = 0,
        Asked = 0,
        Call = 0,
        Speaker = 1,
        Caller = 1,
        Date = 1,
        Time = 1,
        Question = 1,
        Spread = 0,
        Floor = 0,
    };

    // Signals are compared by what they put first.
    private static readonly RankingWeights All = RankingWeights.Default with { Floor = 0 };

    private static readonly (string Name, RankingWeights Weights)[] Ablations =
    [
        ("all signals", All),
        ("without the turns beside", All with { Beside = 0, Near = 0 }),
        ("without the two further off", All with { Near = 0 }),
        ("without the question before", All with { Asked = 0 }),
        ("without the call", All with { Call = 0 }),
        ("without the speaker", All with { Speaker = 1 }),
        ("without the caller", All with { Caller = 1 }),
        ("without dates", All with { Date = 1 }),
        ("without times", All with { Time = 1 }),
        ("without what questions lose", All with { Question = 1 }),
        ("without spreading", All with { Spread = 0 }),
        ("plain BM25", WordsAlone),
    ];

    private static readonly (Func<RankingWeights, double, RankingWeights> With, double[] Values)[] Knobs =
    [
        ((weights, value) => weights with { Beside = value, Near = value / 2 }, [0, 0.1, 0.2, 0.3, 0.4]),
        ((weights, value) => weights with { Asked = value }, [0, 0.2, 0.4, 0.6]),
        ((weights, value) => weights with { Call = value }, [0, 0.4, 0.7, 1, 1.4]),
        ((weights, value) => weights with { Speaker = value }, [1, 1.5, 2, 3]),
        ((weights, value) => weights with { Caller = value }, [1, 1.2, 1.3, 1.5]),
        ((weights, value) => weights with { Date = value }, [1, 2, 3, 4]),
        ((weights, value) => weights with { Time = value }, [1, 1.2, 1.4, 1.7]),
        ((weights, value) => weights with { Question = value }, [1, 0.9, 0.8]),
        ((weights, value) => weights with { Spread = value }, [0, 0.05, 0.1]),
    ];

    private readonly CallerRecord[] _records =
        [.. conversations.Select((conversation, number) => LocomoRecords.Of(conversation, LocomoPayloads.Caller(number)))];

    /// <summary>The records.</summary>
    public IReadOnlyList<CallerRecord> Records => _records;

    /// <summary>What a search finds.</summary>
    public static List<Place> Places(CallerIndex index, string query, int count)
        => [.. index.Match(query, count).Select(match => PlaceOf(index, match))];

    /// <summary>Where a match was said.</summary>
    public static Place PlaceOf(CallerIndex index, Match match)
    {
        var memory = index.MemoryAt(match.At);
        return new Place(memory.ConversationId, memory.Turn);
    }

    /// <summary>A question as it would be asked of another conversation: with that one's names.</summary>
    public static string Exchanged(string question, LocomoConversation from, LocomoConversation to)
    {
        const string Caller = "\u0001";
        const string Agent = "\u0002";
        if (from.Agent.Length == 0)
            return question;
        return question
            .Replace(from.Caller, Caller, StringComparison.Ordinal)
            .Replace(from.Agent, Agent, StringComparison.Ordinal)
            .Replace(Caller, to.Caller, StringComparison.Ordinal)
            .Replace(Agent, to.Agent, StringComparison.Ordinal);
    }

    /// <summary>The scores of the product.</summary>
    public LocomoScores Score() => Score(RankingWeights.Default, _ => true);

    /// <summary>The scores without each of the signals, and in how many conversations each helps.</summary>
    public void WriteAblation(TextWriter output)
    {
        LocomoScores.WriteHead(output, " helps R@10, MRR@10 in |");
        var with = Score(All, _ => true);
        foreach (var (name, weights) in Ablations)
        {
            var without = Score(weights, _ => true);
            var pairs = with.ByConversation.Zip(without.ByConversation).ToList();
            var recall = pairs.Count(pair => pair.First.Recall > pair.Second.Recall);
            var rank = pairs.Count(pair => pair.First.ReciprocalRank > pair.Second.ReciprocalRank);
            output.WriteLine($"{without.Row(name)} {recall}, {rank} of {conversations.Count} |");
        }
    }

    /// <summary>The session-level figures that others publish: any and all of the sessions with evidence among the first so many.</summary>
    public void WriteSessions(TextWriter output)
    {
        var depths = QuestionScore.SessionDepths.SelectMany(depth => (string[])[$"any@{depth}", $"all@{depth}"]).ToList();
        output.WriteLine($"| sessions | {string.Join(" | ", depths)} |");
        output.WriteLine($"|---|{string.Concat(depths.Select(_ => "---|"))}");
        output.WriteLine(Score(RankingWeights.Default, _ => true).SessionRow("search"));
        output.WriteLine(Score(All, _ => true).SessionRow("search without the floor"));
        output.WriteLine(Score(WordsAlone, _ => true).SessionRow("plain BM25 over turns"));
        var plain = new LocomoScores();
        foreach (var conversation in conversations)
        {
            var sessions = new SessionBm25(conversation);
            foreach (var question in conversation.Questions)
                plain.Add(conversation, question, sessions.Search(question.Text));
        }

        output.WriteLine(plain.SessionRow("plain BM25 over whole sessions"));
    }

    /// <summary>
    /// For each conversation: weights chosen on the others, one after the other starting from none, and their score on the one left out.
    /// </summary>
    public void WriteCrossValidation(TextWriter output)
    {
        var leftOut = new LocomoScores();
        foreach (var conversation in conversations)
        {
            var (chosen, best) = (WordsAlone, 0d);
            for (var round = 0; round < TuningRounds; round++)
            {
                foreach (var (with, value) in Knobs.SelectMany(knob => knob.Values.Select(value => (knob.With, value))))
                {
                    var tried = with(chosen, value);
                    var recall = Score(tried, other => other != conversation).Recall;
                    if (recall > best)
                        (chosen, best) = (tried, recall);
                }
            }

            output.WriteLine(FormattableString.Invariant($"{conversation.Id}: chosen on the others {best:0.000}, {chosen}"));
            Score(chosen, other => other == conversation, leftOut);
        }

        leftOut.WriteTable(output);
    }

    /// <summary>How long searches and building take, with these records and with one of 10,000 turns.</summary>
    public void WriteTimes(TextWriter output)
    {
        foreach (var (record, conversation) in _records.Zip(conversations))
            WriteTimes(output, conversation.Id, record, conversation.Questions);
        WriteTimes(
            output,
            "joined",
            LocomoRecords.Joined(_records, LargeRecord),
            [.. conversations.SelectMany(conversation => conversation.Questions)]);
    }

    private static void WriteTimes(TextWriter output, string name, CallerRecord record, IReadOnlyList<LocomoQuestion> questions)
    {
        var builds = new List<double>();
        var searches = new List<double>();
        var index = new CallerIndex(record);
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            index = new CallerIndex(record);
            builds.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            searches.Clear();
            foreach (var question in questions)
            {
                begin = Stopwatch.GetTimestamp();
                index.Search(question.Text, Count);
                searches.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var question in questions)
            index.Search(question.Text, Count);
        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / questions.Count;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, {record.Memories.Count} memories: search p50 {Percentile(searches, 0.5):0.000} ms, p95 "
                + $"{Percentile(searches, 0.95):0.000} ms, {allocated:N0} bytes; build {Percentile(builds, 0.5):0.0} ms"));
    }

    private LocomoScores Score(RankingWeights weights, Func<LocomoConversation, bool> of)
    {
        var scores = new LocomoScores();
        Score(weights, of, scores);
        return scores;
    }

    private void Score(RankingWeights weights, Func<LocomoConversation, bool> of, LocomoScores scores)
    {
        foreach (var (record, conversation) in _records.Zip(conversations).Where(pair => of(pair.Second)))
        {
            var index = new CallerIndex(record, weights);
            foreach (var question in conversation.Questions)
                scores.Add(conversation, question, Places(index, question.Text, Deep));
        }
    }

    private static double Percentile(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}
