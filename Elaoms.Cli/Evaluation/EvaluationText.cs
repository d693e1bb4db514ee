using System.Globalization;
using System.Text;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation;

/// <summary>Writes measures for people.</summary>
internal static class EvaluationText
{
    /// <summary>The measures of a group as text.</summary>
    public static string Of(EvaluationMeasure measure)
    {
        var text = new StringBuilder();
        Line(text, $"== {measure.Group}: {measure.Calls} calls learned, {measure.Turns} turns ({measure.CallersTurns} of callers)");
        foreach (var (reason, count) in measure.NotLearned)
            Line(text, $"Not learned: {count} ({reason})");
        if (measure.Calls == 0)
            return text.ToString();

        var perCall = (double)measure.Facts / measure.Calls;
        Line(text, $"Facts: {measure.Facts}, {perCall:0.00} a call; calls without facts: {measure.WithoutFacts}");
        AddKinds(text, measure.Kinds);
        AddLabels(text, measure.Labels);
        Line(text, $"At the next call:");
        Line(text, $"  greeted by name: {measure.Greetings.Greeted.Count}, {measure.Greetings.Greeted}");
        if (measure.Greetings.Wrong.Of > 0)
            Line(text, $"  of those with a labelled name, greeted wrongly: {measure.Greetings.Wrong.Count}, {measure.Greetings.Wrong}");
        if (measure.Greetings.Unlabelled > 0)
            Line(text, $"  greeted by name without a labelled name: {measure.Greetings.Unlabelled}");
        Line(text, $"  user_profile_summary is not empty: {measure.Profiles.Count}, {measure.Profiles}");
        Line(text, $"  last_call_summary is empty: {measure.EmptyLastCall.Count}, {measure.EmptyLastCall}");
        Line(text, $"  open_requests is empty: {measure.EmptyOpenRequests.Count}, {measure.EmptyOpenRequests}");
        AddSecrets(text, measure.Secrets);
        AddRedactions(text, measure.Redactions);
        Line(text, $"Processor time: {measure.MillisecondsPerCall:0.00} ms a call, {measure.MillisecondsPerTurn:0.000} ms a turn");
        return text.ToString();
    }

    private static void AddKinds(StringBuilder text, IReadOnlyList<KindMeasure> kinds)
    {
        if (kinds.Count == 0)
            return;
        var table = new TextTable("kind", " facts", " a call", " calls", "confidence");
        foreach (var kind in kinds)
        {
            var confidence = string.Join(", ", kind.Confidence.Select(count => $"{count.Key} {count.Value}"));
            table.Add(kind.Kind, kind.Facts, Number(kind.PerCall, "0.000"), kind.Calls.Count, confidence.Length > 0 ? confidence : "-");
        }

        text.Append(table);
    }

    private static void AddLabels(StringBuilder text, IReadOnlyList<LabelMeasure> labels)
    {
        if (labels.Count == 0)
            return;
        Line(
            text,
            $"Compared with the labels (part: part of a value; more: a value and other words; no label: no such label in the call):");
        var table = new TextTable(
            "kind", " right", " part", " more", " other", " no label", "precision (95 %)", "recall of labelled calls");
        foreach (var label in labels)
        {
            table.Add(
                label.Kind, label.Right, label.Part, label.More, label.Other, label.Unlabelled, label.Precision,
                $"{label.Recall.Count} of {label.Recall.Of}: {label.Recall}");
        }

        text.Append(table);
    }

    private static void AddSecrets(StringBuilder text, IReadOnlyList<SecretMeasure> secrets)
    {
        if (secrets.Count == 0)
            return;
        Line(text, $"Labelled secrets:");
        var table = new TextTable("label", " values", " redacted", " partly", " readable", "readable (95 %)");
        foreach (var secret in secrets)
            table.Add(secret.Label, secret.Values, secret.Redacted, secret.Partly, secret.Readable.Count, secret.Readable);
        var all = new Proportion(secrets.Sum(secret => secret.Readable.Count), secrets.Sum(secret => secret.Values));
        table.Add("all", all.Of, secrets.Sum(secret => secret.Redacted), secrets.Sum(secret => secret.Partly), all.Count, all);
        text.Append(table);
    }

    private static void AddRedactions(StringBuilder text, RedactionMeasure redactions)
    {
        var kinds = string.Join(", ", redactions.ByKind.Select(kind => $"{kind.Key} {kind.Value}"));
        Line(text, $"Redactions in turns: {redactions.ByKind.Values.Sum()}{(kinds.Length > 0 ? ": " + kinds : "")}");
        if (redactions.OverNoSecret.Of > 0)
        {
            var over = redactions.OverNoSecret;
            Line(text, $"  over text that no label marks as secret: {over.Count} of {over.Of}: {over}");
        }

        foreach (var (what, count) in redactions.Over)
            Line(text, $"    {count} {what}");
    }

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
