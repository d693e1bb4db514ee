using Elaoms.Core.Records.Facts;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>A fact that holds after the call.</summary>
/// <param name="Kind">The key of its kind.</param>
/// <param name="Value">Its value.</param>
/// <param name="Turn">The caller's turn that says so; null when it rests on no turn.</param>
/// <param name="Source">How it was found, as <see cref="FactSource.Kind"/> spells it.</param>
/// <param name="Confidence">How far it is to be believed: <c>confirmed</c>, <c>unsure</c> or <c>unconfirmed</c>.</param>
internal sealed record LearnedFact(string Kind, string Value, int? Turn, string Source, string Confidence)
{
    /// <summary>The fact as the record tells it.</summary>
    public static LearnedFact Of(CurrentFact fact)
        => new(fact.Kind.Key, fact.Value, fact.Source.Turn, fact.Source.Kind, fact.Confidence.WireName());
}
