using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Counts redactions, and labelled secrets that stay readable.</summary>
internal sealed class SecretTally
{
    // Shorter values stand in any text: two digits are hours and prices.
    private const int MinSecretLength = 3;

    // Shorter values count only in their own turn.
    private const int MinLengthElsewhere = 5;
    private const int MaxOver = 20;

    private readonly Counts _values = new();
    private readonly Counts _partly = new();
    private readonly Counts _readable = new();
    private readonly Counts _byKind = new();
    private readonly Counts _over = new();
    private int _judged;

    /// <summary>The labelled secrets, the most frequent label first.</summary>
    public IReadOnlyList<SecretMeasure> Secrets => [.. _values.Ordered.Select(value => new SecretMeasure(
        value.Key,
        value.Value,
        value.Value - _partly[value.Key] - _readable[value.Key],
        _partly[value.Key],
        new Proportion(_readable[value.Key], value.Value)))];

    /// <summary>The redactions.</summary>
    public RedactionMeasure Redactions => new(
        _byKind.Ordered,
        new Proportion(_over.Total, _judged),
        new OrderedDictionary<string, int>(_over.Ordered.Take(MaxOver), StringComparer.Ordinal));

    /// <summary>Counts a learned call.</summary>
    public void Add(LearnedCall learned)
    {
        var kept = learned.Memories.Where(memory => memory.Turn is not null)
            .GroupBy(memory => memory.Turn!.Value)
            .ToDictionary(turn => turn.Key, turn => turn.First().Text);
        var secrets = (learned.Call.Labels ?? []).Where(label => label.IsSecret)
            .Select(label => (Label: label, Value: ComparableText.Of(label.Value)))
            .Where(secret => secret.Value.Compact.Length >= MinSecretLength)
            .ToList();
        AddSecrets(learned, secrets, kept);
        foreach (var turn in learned.Turns.Where(turn => kept.ContainsKey(turn.Position)))
            AddRedactions(turn, kept[turn.Position], learned.Call.Labels, [.. secrets.Select(secret => secret.Value)]);
    }

    private void AddSecrets(LearnedCall learned, List<(SlotLabel Label, ComparableText Value)> secrets, Dictionary<int, string> kept)
    {
        if (secrets.Count == 0)
            return;
        var all = learned.Kept.Select(ComparableText.Of).ToList();
        foreach (var (label, value) in secrets)
        {
            _values.Add(label.Slot);
            var own = label.Turn is { } turn && kept.TryGetValue(turn, out var text) ? ComparableText.Of(text) : null;
            var isElsewhere = (own is null || value.Compact.Length >= MinLengthElsewhere) && all.Exists(text => text.Find(value).Any());
            if (isElsewhere || own?.Find(value).Any() == true)
                _readable.Add(label.Slot);
            else if (own?.HasPartOf(value) == true)
                _partly.Add(label.Slot);
        }
    }

    private void AddRedactions(SpokenTurn turn, string kept, IReadOnlyList<SlotLabel>? labels, List<ComparableText> secrets)
    {
        foreach (var redaction in Measures.Redactions.Find(turn.Text, kept))
        {
            _byKind.Add(redaction.Kind);
            if (labels is null || !redaction.IsPlaced)
                continue;
            _judged++;
            if (!IsOver(redaction, turn.Text, secrets))
                _over.Add($"{redaction.Kind} over {SlotsUnder(redaction, turn, labels)}");
        }
    }

    private static bool IsOver(FoundRedaction redaction, string text, List<ComparableText> values)
    {
        if (values.Count == 0)
            return false;
        var said = ComparableText.Of(text);
        var replaced = ComparableText.Of(text[redaction.Start..redaction.End]).Compact;
        return values.Exists(value => said.Find(value).Any(found => found.Start < redaction.End && redaction.Start < found.End)
            || (replaced.Length >= MinSecretLength && value.Compact.Contains(replaced, StringComparison.Ordinal)));
    }

    private static string SlotsUnder(FoundRedaction redaction, SpokenTurn turn, IReadOnlyList<SlotLabel> labels)
    {
        var slots = labels.Where(label => label.Turn is null || label.Turn == turn.Position)
            .Where(label => IsOver(redaction, turn.Text, [ComparableText.Of(label.Value)]))
            .Select(label => label.Slot)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return string.Join('+', slots) is { Length: > 0 } names ? names : "no label";
    }
}

/// <summary>Labelled secrets of one name.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Values">How many there are.</param>
/// <param name="Redacted">How many stand nowhere in what is kept.</param>
/// <param name="Partly">How many left a run of three characters or more in their turn.</param>
/// <param name="Readable">How many stay readable as a whole.</param>
internal sealed record SecretMeasure(string Label, int Values, int Redacted, int Partly, Proportion Readable);
