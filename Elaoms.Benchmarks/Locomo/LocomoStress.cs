using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Search.Ranking;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>
/// What the plain conversations do not show: long histories, an agent who repeats what the caller said, and questions without an answer.
/// </summary>
internal sealed class LocomoStress(IReadOnlyList<LocomoConversation> conversations, IReadOnlyList<CallerRecord> records)
{
    private const int Count = 10;
    private const int Deep = 50;

    // Rankings are compared by what they put first; how much of it is told is another table.
    private static readonly RankingWeights Product = RankingWeights.Default with { Floor = 0 };

    /// <summary>Writes all tables.</summary>
    public void WriteTables(TextWriter output)
    {
        var chats = conversations.SelectMany(LocomoChats.Of).ToList();
        List<CallerRecord> chatRecords = [.. chats.Select((chat, number) => LocomoRecords.Of(chat, LocomoPayloads.Caller(number)))];
        List<LocomoConversation> neutral = [.. chats.Select(chat => chat with
        {
            Questions = [.. chat.Questions.Select(question => question with { Text = LocomoChats.Neutral(question.Text) })],
        })];

        LocomoScores.WriteHead(output, " reply first |");
        WriteRows(output, "all as one caller", conversations, Joined(records, conversations.Count));
        WriteRows(output, "chats", chats, chatRecords);
        WriteRows(output, "chats, whoever is meant", neutral, chatRecords);
        WriteRows(output, "chats, all as one caller", chats, Joined(chatRecords, chats.Count));

        output.WriteLine();
        output.WriteLine("| | silent, own | silent, others' | memories, own | memories, others' | R@10 |");
        output.WriteLine("|---|---|---|---|---|---|");
        WriteSilence(output, "conversations", conversations, records);
        WriteSilence(output, "chats", chats, chatRecords);
        WriteSilence(output, "chats, whoever is meant", neutral, chatRecords);
    }

    private static void WriteRows(
        TextWriter output, string name, IReadOnlyList<LocomoConversation> conversations, IReadOnlyList<CallerRecord> records)
    {
        WriteRow(output, name, conversations, records, Product);
        WriteRow(output, $"{name}: BM25", conversations, records, LocomoRanking.WordsAlone);
        CallerRecord[] callers = [.. records.Select(record => record with
        {
            Memories = [.. record.Memories.Where(memory => memory.Role == Turn.UserRole)],
        })];
        WriteRow(output, $"{name}: BM25 of the caller's turns", conversations, callers, LocomoRanking.WordsAlone);
    }

    private static void WriteRow(
        TextWriter output,
        string name,
        IReadOnlyList<LocomoConversation> conversations,
        IReadOnlyList<CallerRecord> records,
        RankingWeights weights)
    {
        var scores = new LocomoScores();
        var (pairs, replies) = (0, 0);
        CallerRecord? indexed = null;
        CallerIndex? index = null;
        foreach (var (conversation, record) in conversations.Zip(records))
        {
            if (record != indexed)
                (indexed, index) = (record, new CallerIndex(record, weights));
            foreach (var question in conversation.Questions)
            {
                var results = LocomoRanking.Places(index!, question.Text, Deep);
                scores.Add(conversation, question, results);
                foreach (var (evidence, reply) in Pairs(conversation, question))
                {
                    var (first, second) = (results.IndexOf(evidence), results.IndexOf(reply));
                    if (first < 0 && second < 0)
                        continue;
                    pairs++;
                    replies += second >= 0 && (first < 0 || second < first) ? 1 : 0;
                }
            }
        }

        output.WriteLine($"{scores.Row(name)} {replies} of {pairs} |");
    }

    // Evidence, and the turn after it that answers it and is no evidence.
    private static IEnumerable<(Place Evidence, Place Reply)> Pairs(LocomoConversation conversation, LocomoQuestion question)
    {
        foreach (var evidence in question.Evidence)
        {
            var turns = conversation.Calls.First(call => conversation.WireId(call) == evidence.Call).Turns;
            var reply = evidence with { Turn = evidence.Turn + 1 };
            var isReply = reply.Turn < turns.Count && turns[reply.Turn!.Value].Role != turns[evidence.Turn!.Value].Role;
            if (isReply && !question.Evidence.Contains(reply))
                yield return (evidence, reply);
        }
    }

    // Each caller's questions, and those of the next with the names exchanged, which nothing answers.
    private static void WriteSilence(
        TextWriter output, string name, IReadOnlyList<LocomoConversation> conversations, IReadOnlyList<CallerRecord> records)
    {
        var scores = new LocomoScores();
        var (own, others) = (new List<int>(), new List<int>());
        foreach (var (number, conversation) in conversations.Index())
        {
            var index = new CallerIndex(records[number]);
            foreach (var question in conversation.Questions.Where(question => question.Evidence.Count > 0))
            {
                var found = LocomoRanking.Places(index, question.Text, Count);
                own.Add(found.Count);
                scores.Add(conversation, question, found);
            }

            // Two further on, so that it is never the other side of the same conversation.
            var stranger = conversations[(number + 2) % conversations.Count];
            foreach (var question in stranger.Questions.Where(question => question.Evidence.Count > 0))
            {
                var exchanged = LocomoRanking.Exchanged(question.Text, stranger, conversation);
                others.Add(index.Match(exchanged, Count).Count);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Silent(own):0.000} | {Silent(others):0.000} | {own.Average():0.0} | "
                + $"{others.Average():0.0} | {scores.Recall:0.000} |"));

        static double Silent(List<int> counts) => counts.Average(count => count == 0 ? 1.0 : 0.0);
    }

    private static CallerRecord[] Joined(IReadOnlyList<CallerRecord> records, int times)
        => [.. Enumerable.Repeat(LocomoRecords.All(records), times)];
}
