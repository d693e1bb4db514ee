namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>What was measured on a group of calls.</summary>
internal sealed record EvaluationMeasure
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Calls that were learned.</summary>
    public required int Calls { get; init; }

    /// <summary>Calls from which nothing was learned, by reason.</summary>
    public required IReadOnlyDictionary<string, int> NotLearned { get; init; }

    /// <summary>Turns of the learned calls.</summary>
    public required int Turns { get; init; }

    /// <summary>How many of them are the callers'.</summary>
    public required int CallersTurns { get; init; }

    /// <summary>All facts.</summary>
    public required int Facts { get; init; }

    /// <summary>Calls without a fact.</summary>
    public required Proportion WithoutFacts { get; init; }

    /// <summary>Facts by kind, the most frequent first.</summary>
    public required IReadOnlyList<KindMeasure> Kinds { get; init; }

    /// <summary>Facts against labels.</summary>
    public required IReadOnlyList<LabelMeasure> Labels { get; init; }

    /// <summary>Greetings.</summary>
    public required GreetingMeasure Greetings { get; init; }

    /// <summary>Labelled secrets.</summary>
    public required IReadOnlyList<SecretMeasure> Secrets { get; init; }

    /// <summary>Redactions.</summary>
    public required RedactionMeasure Redactions { get; init; }

    /// <summary>Calls with an empty <c>last_call_summary</c>.</summary>
    public required Proportion EmptyLastCall { get; init; }

    /// <summary>Calls with an empty <c>open_requests</c>.</summary>
    public required Proportion EmptyOpenRequests { get; init; }

    /// <summary>Calls with a <c>user_profile_summary</c>.</summary>
    public required Proportion Profiles { get; init; }

    /// <summary>Processor time of learning a call, in milliseconds.</summary>
    public required double MillisecondsPerCall { get; init; }

    /// <summary>Processor time of learning a turn, in milliseconds.</summary>
    public required double MillisecondsPerTurn { get; init; }
}
