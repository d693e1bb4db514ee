namespace Elaoms.Extraction.Redaction;

/// <summary>What a call is speaking of, for numbers of which their own turn says nothing.</summary>
/// <param name="Kind">What was asked for or named last.</param>
/// <param name="Digits">How many digits of it were said.</param>
/// <param name="Age">How many turns ago that was.</param>
/// <param name="NamesNumber">Whether a number was named, not merely what has one.</param>
internal sealed record Topic(CueKind Kind, int Digits = 0, int Age = 0, bool NamesNumber = true)
{
    /// <summary>The topic after another turn.</summary>
    /// <param name="topic">The topic before it.</param>
    /// <param name="cue">What the turn spoke of last.</param>
    /// <param name="isAgent">Whether it is the agent's.</param>
    /// <param name="digits">How many secret digits were said in it.</param>
    public static Topic? After(Topic? topic, Cue? cue, bool isAgent, int digits)
    {
        // Callers say things by the way; what is spoken of next is for the agent to say.
        var isNew = cue is not null
            && (isAgent || !IsStaying(cue.Kind))
            && !(cue.Kind == CueKind.Card && topic is { Kind: CueKind.CardNumber or CueKind.CardCode or CueKind.CardExpiry });
        var next = isNew
            ? new Topic(cue!.Kind, isAgent ? 0 : digits, NamesNumber: cue.NamesNumber)
            : topic is null ? null : topic with { Digits = topic.Digits + digits, Age = digits > 0 ? 0 : topic.Age + 1 };
        return next is null || next.Age > next.Patience || next.Digits >= next.Enough ? null : next;
    }

    private int Patience => Kind switch
    {
        CueKind.CardNumber => 6,
        CueKind.CardCode or CueKind.CardExpiry or CueKind.Pin or CueKind.Code or CueKind.Password => 2,
        _ => 4,
    };

    private int Enough => Kind switch
    {
        CueKind.CardNumber or CueKind.Card => 13,
        CueKind.CardCode => 3,
        CueKind.Account => 18,
        CueKind.Health => 13,
        _ => int.MaxValue,
    };

    private static bool IsStaying(CueKind kind) => kind is CueKind.Phone or CueKind.Other or CueKind.Measure or CueKind.LastDigits;
}
