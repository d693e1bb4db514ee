using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Counts facts and greetings against labels.</summary>
internal sealed class LabelTally
{
    private readonly Counts _labelledCalls = new();
    private readonly Counts _found = new();
    private readonly Counts _unlabelled = new();
    private readonly Dictionary<ValueMatch, Counts> _matches
        = Enum.GetValues<ValueMatch>().ToDictionary(match => match, _ => new Counts());
    private int _greetedWithLabel;
    private int _greetedWrongly;
    private int _greetedUnlabelled;

    /// <summary>The kinds that the labels know, the most frequent label first.</summary>
    public IReadOnlyList<LabelMeasure> Labels => [.. _labelledCalls.Ordered.Select(kind => Measure(kind.Key, kind.Value))];

    /// <summary>Of greeted callers with a labelled name, those who would be greeted wrongly.</summary>
    public Proportion WrongGreetings => new(_greetedWrongly, _greetedWithLabel);

    /// <summary>Greeted callers in calls whose labels name nobody.</summary>
    public int UnlabelledGreetings => _greetedUnlabelled;

    /// <summary>Counts a learned call. One that nobody has labelled doesn't count.</summary>
    public void Add(LearnedCall learned)
    {
        if (learned.Call.Labels is not { } slots)
            return;
        var labels = slots.Select(label => (Kind: LabelKinds.FactKindOf(label.Slot), label.Value))
            .Where(label => label.Kind is not null)
            .ToLookup(label => label.Kind!, label => label.Value, StringComparer.Ordinal);
        foreach (var kind in labels)
            _labelledCalls.Add(kind.Key);
        foreach (var kind in learned.Facts.GroupBy(fact => fact.Kind, StringComparer.Ordinal))
        {
            var matches = kind.Select(fact => ValueComparison.Compare(kind.Key, fact.Value, labels[kind.Key])).ToList();
            if (!labels.Contains(kind.Key))
                _unlabelled.Add(kind.Key, matches.Count);
            else
                matches.ForEach(match => _matches[match].Add(kind.Key));
            if (matches.Contains(ValueMatch.Right))
                _found.Add(kind.Key);
        }

        AddGreeting(learned.Start.GreetedName, [.. labels[FactKinds.Name.Key], .. labels[FactKinds.PreferredName.Key]]);
    }

    private void AddGreeting(string? name, IReadOnlyList<string> labels)
    {
        if (name is null)
            return;
        if (labels.Count == 0)
        {
            _greetedUnlabelled++;
            return;
        }

        _greetedWithLabel++;
        _greetedWrongly += ValueComparison.Compare(FactKinds.Name.Key, name, labels) is ValueMatch.Right or ValueMatch.Part ? 0 : 1;
    }

    private LabelMeasure Measure(string kind, int labelledCalls)
    {
        var right = _matches[ValueMatch.Right][kind];
        var unlabelled = _unlabelled[kind];
        var judged = _matches.Values.Sum(match => match[kind]) + unlabelled;
        return new LabelMeasure(
            kind,
            right,
            _matches[ValueMatch.Part][kind],
            _matches[ValueMatch.More][kind],
            _matches[ValueMatch.Other][kind],
            unlabelled,
            new Proportion(right, judged),
            new Proportion(_found[kind], labelledCalls));
    }
}

/// <summary>Facts of one kind against the labels of it, in calls that have labels.</summary>
/// <param name="Kind">The key of the kind.</param>
/// <param name="Right">Facts whose value is a label's.</param>
/// <param name="Part">Facts whose value is a part of a label's.</param>
/// <param name="More">Facts whose value holds a label's and something else, such as "Name Anna".</param>
/// <param name="Other">Facts that say something else than the call's labels of the kind.</param>
/// <param name="Unlabelled">Facts in calls whose labels name nothing of the kind.</param>
/// <param name="Precision">The right ones of all these.</param>
/// <param name="Recall">Of calls with a label of the kind, those in which a fact is right.</param>
internal sealed record LabelMeasure(
    string Kind, int Right, int Part, int More, int Other, int Unlabelled, Proportion Precision, Proportion Recall);
