using System.Text.RegularExpressions;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>
/// Chats with an assistant, made of a conversation: one side's turns, most of them with a request, each followed by a long reply that
/// repeats them among much else, in few long calls. Questions about that side, in the first person.
/// </summary>
internal static partial class LocomoChats
{
    private const int SessionsOfCall = 4;
    private const int TurnsOfReply = 8;

    /// <summary>The two chats of a conversation, one of each side.</summary>
    public static IEnumerable<LocomoConversation> Of(LocomoConversation conversation) =>
    [
        Of(conversation, "user", conversation.Caller, conversation.Agent),
        Of(conversation, "agent", conversation.Agent, conversation.Caller),
    ];

    /// <summary>A question without the words that tell whom it is about.</summary>
    public static string Neutral(string question) => FirstPerson().Replace(question, "");

    private static LocomoConversation Of(LocomoConversation conversation, string role, string name, string other)
    {
        var id = $"{conversation.Id}-{role}";
        var calls = new List<LocomoCall>();
        var places = new Dictionary<Place, Place>();
        foreach (var sessions in conversation.Calls.Chunk(SessionsOfCall))
        {
            var call = $"{calls.Count}";
            var turns = new List<LocomoTurn>();
            foreach (var session in sessions)
            {
                string[] others = [.. session.Turns.Where(turn => turn.Role != role).Select(turn => turn.Text)];
                foreach (var (at, turn) in session.Turns.Index().Where(turn => turn.Item.Role == role))
                {
                    places[new Place(conversation.WireId(session), at)] = new Place($"{id}-call-{call}", turns.Count);
                    turns.Add(new LocomoTurn(turn.Id, "user", turn.Text + Request(turns.Count)));
                    turns.Add(new LocomoTurn($"{turn.Id}-reply", "agent", Reply(turn.Text, others, at / 2)));
                }
            }

            calls.Add(new LocomoCall(call, sessions[0].Start, turns));
        }

        var questions = conversation.Questions
            .Where(question => question.Evidence.Count > 0 && question.Evidence.All(places.ContainsKey))
            .Where(question => IsAbout(question.Text, name, other))
            .Select(question => question with
            {
                Text = AsFirstPerson(question.Text, name),
                Evidence = [.. question.Evidence.Select(place => places[place])],
            });
        return new LocomoConversation(id, name, "", calls, [.. questions]);
    }

    private static string Request(int turn) => (turn % 4) switch
    {
        0 => "",
        2 => " Can you help me with this?",
        _ => " What do you think I should do about it?",
    };

    private static string Reply(string text, string[] others, int from)
    {
        var repeated = FirstPerson().Replace(text, "you");
        var turns = Enumerable.Range(from, others.Length == 0 ? 0 : TurnsOfReply);
        string[] filling = [.. turns.Select(at => others[at % others.Length])];
        return $"It's great that you shared this. {repeated} {string.Join(' ', filling.Take(TurnsOfReply / 2))} "
            + $"To sum up what you said: {repeated} {string.Join(' ', filling.Skip(TurnsOfReply / 2))} "
            + "Would you like me to help you further?";
    }

    private static bool IsAbout(string question, string name, string other)
        => question.Contains(name, StringComparison.Ordinal) && !question.Contains(other, StringComparison.Ordinal);

    private static string AsFirstPerson(string question, string name) => question
        .Replace($"{name}'s", "my", StringComparison.Ordinal)
        .Replace($"{name}'", "my", StringComparison.Ordinal)
        .Replace(name, "I", StringComparison.Ordinal)
        .Replace("does I ", "do I ", StringComparison.Ordinal)
        .Replace("is I ", "am I ", StringComparison.Ordinal)
        .Replace("has I ", "have I ", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(I|me|my|mine)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstPerson();
}
