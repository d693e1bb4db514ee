using Elaoms.Cli.Evaluation.Learning;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Counts what was learned from a group of calls.</summary>
/// <param name="group">The group's name.</param>
internal sealed class GroupTally(string group)
{
    private readonly Counts _notLearned = new();
    private readonly Counts _facts = new();
    private readonly Counts _callsWithKind = new();
    private readonly Dictionary<string, Counts> _confidence = new(StringComparer.Ordinal);
    private readonly LabelTally _labels = new();
    private readonly SecretTally _secrets = new();
    private int _calls;
    private int _turns;
    private int _callersTurns;
    private int _withoutFacts;
    private int _greeted;
    private int _emptyLastCall;
    private int _emptyOpenRequests;
    private int _profiles;
    private TimeSpan _time;

    /// <summary>What was counted so far.</summary>
    public EvaluationMeasure Measure => new()
    {
        Group = group,
        Calls = _calls,
        NotLearned = _notLearned.Ordered,
        Turns = _turns,
        CallersTurns = _callersTurns,
        Facts = _facts.Total,
        WithoutFacts = OfCalls(_withoutFacts),
        Kinds = [.. _facts.Ordered.Select(kind => MeasureKind(kind.Key, kind.Value))],
        Labels = _labels.Labels,
        Greetings = new GreetingMeasure(OfCalls(_greeted), _labels.WrongGreetings, _labels.UnlabelledGreetings),
        Secrets = _secrets.Secrets,
        Redactions = _secrets.Redactions,
        EmptyLastCall = OfCalls(_emptyLastCall),
        EmptyOpenRequests = OfCalls(_emptyOpenRequests),
        Profiles = OfCalls(_profiles),
        MillisecondsPerCall = _calls == 0 ? 0 : _time.TotalMilliseconds / _calls,
        MillisecondsPerTurn = _turns == 0 ? 0 : _time.TotalMilliseconds / _turns,
    };

    /// <summary>Counts a call.</summary>
    public void Add(LearnedCall learned)
    {
        if (learned.Refusal is { } reason)
        {
            _notLearned.Add(reason);
            return;
        }

        _calls++;
        _turns += learned.Turns.Count;
        _callersTurns += learned.Turns.Count(turn => turn.IsCallers);
        _withoutFacts += learned.Facts.Count == 0 ? 1 : 0;
        _greeted += learned.Start.GreetedName is null ? 0 : 1;
        _emptyLastCall += learned.Start.LastCall.Length == 0 ? 1 : 0;
        _emptyOpenRequests += learned.Start.OpenRequests.Length == 0 ? 1 : 0;
        _profiles += learned.Start.Profile.Length > 0 ? 1 : 0;
        _time += learned.ProcessorTime;
        foreach (var kind in learned.Facts.GroupBy(fact => fact.Kind, StringComparer.Ordinal))
            AddKind(kind.Key, [.. kind]);
        _labels.Add(learned);
        _secrets.Add(learned);
    }

    private void AddKind(string kind, List<LearnedFact> facts)
    {
        _facts.Add(kind, facts.Count);
        _callsWithKind.Add(kind);
        foreach (var fact in facts.Where(fact => fact.Confidence.Length > 0))
        {
            if (!_confidence.TryGetValue(kind, out var counts))
                _confidence[kind] = counts = new Counts();
            counts.Add(fact.Confidence);
        }
    }

    private KindMeasure MeasureKind(string kind, int facts) => new(
        kind,
        facts,
        (double)facts / _calls,
        OfCalls(_callsWithKind[kind]),
        _confidence.GetValueOrDefault(kind)?.Ordered ?? new Dictionary<string, int>(StringComparer.Ordinal));

    private Proportion OfCalls(int count) => new(count, _calls);
}
