namespace Elaoms.Cli.Evaluation.Measures;

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
