namespace Elaoms.Extraction.Rules;

/// <summary>What an agent has just asked the caller about themselves.</summary>
internal sealed class AgentQuestion
{
    private const int MaxLength = 600;

    private readonly List<string> _kinds;

    private AgentQuestion(List<string> kinds, bool isOther, bool isNameFirst)
        => (_kinds, AsksOther, IsNameFirst) = (kinds, isOther, isNameFirst);

    /// <summary>Nothing was asked, or said.</summary>
    public static AgentQuestion None { get; } = new([], isOther: false, isNameFirst: false);

    /// <summary>Whether something else was asked, and nothing of the caller.</summary>
    public bool AsksOther { get; }

    /// <summary>Whether the name was asked for before anything else, so that the answer begins with it.</summary>
    public bool IsNameFirst { get; }

    /// <summary>Whether a kind was asked for.</summary>
    public bool Asks(string kind) => _kinds.Contains(kind);

    /// <summary>Reads an agent's turn.</summary>
    /// <param name="turn">What the agent said.</param>
    /// <param name="language">Its language.</param>
    /// <param name="open">What is still to be answered: "Go ahead." leaves it so.</param>
    /// <param name="work">Counts what it costs.</param>
    public static AgentQuestion Of(string turn, LanguageRules language, AgentQuestion open, ExtractionWork work)
    {
        // What is asked stands at the end.
        var text = language.Read(turn.Length > MaxLength ? turn[^MaxLength..] : turn);
        if (open._kinds.Count > 0 && TurnReader.AreAll(text, 0, "backchannel", language))
            return open;

        var kinds = new List<string>();
        var nameAt = int.MaxValue;
        foreach (var rule in language.Questions.Of(text))
        {
            work.Add(text.Text.Length);
            foreach (var (kind, match, _) in rule.Find(text.Lower))
            {
                if (kind == "no_question")
                    continue;
                kinds.Add(kind);
                if (kind is "name" or "caller" or NameOfCall.GivenName or NameOfCall.Surname)
                    nameAt = Math.Min(nameAt, match.Index);
            }
        }

        var asks = text.Text.Contains('?', StringComparison.Ordinal);
        var isOther = kinds.Count == 0 && asks && !language.IsGuarded("offers_help", text.Lower);
        return new AgentQuestion(
            kinds,
            isOther,
            nameAt < int.MaxValue && text.Text.AsSpan(0, nameAt).IndexOf('?') < 0
                && !language.IsGuarded("asks_more", text.Lower.AsSpan(0, nameAt)));
    }
}
