using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Elaoms.Cli.Evaluation;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms evaluate</c>: what would be learned from given calls, measured.</summary>
internal static class EvaluateCommand
{
    private const int MaxNamedFaults = 20;
    private const int DefaultSeed = 1;

    private const string Help = """
        Learn calls in this process as a server would, and say what comes of it: facts by kind, greetings, redactions, and, where the calls
        have labels, precision and recall. Nothing is sent anywhere and nothing is kept.

        FILE is JSON lines, one JSON document, either of them gzipped, or a folder of such files. A call is a labelled dialogue ("turns" as pairs
        of role and text, with "id", "set", "variant" and "labels": {"slots": [{"slot", "value", "turn"}]}), a post-call payload, or a
        conversation as GET /v1/convai/conversations/{id} gives it. Each call is learned as the first of a caller of its own.

        A fact is right if its value is a label's of its kind in the same call, whatever case, accents and punctuation, and whether English
        numbers are spelled or written. A country code may be missing from a telephone number. Of two addresses one may hold the other if they
        share half of its words. All other facts of a kind that the labels know are not right, also in calls whose labels name none. A
        labelled secret is readable if it stands as a whole in anything that is kept; one of less than 3 characters doesn't count, one of less
        than 5 only in its own turn. Intervals are Wilson's, 95 %.
        """;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files or folders with calls.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var casing = new Option<string?>("--casing") { Description = "Change the callers' words before they are learned, to what a transcriber writes that knows no capitals (lower), those of sentences only (sentence), or nothing else (upper)." };
        casing.AcceptOnlyFromAmong([.. TranscriptCasing.All]);
        var sample = new Option<int?>("--sample") { Description = "Learn so many calls, chosen at random." };
        var seed = new Option<int>("--seed") { Description = "What random choices come from: the same seed chooses the same.", DefaultValueFactory = _ => DefaultSeed };
        var command = new Command("evaluate", Help) { files, json, casing, sample, seed };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(files)!,
            arguments.GetValue(json),
            arguments.GetValue(casing),
            arguments.GetValue(sample),
            arguments.GetValue(seed),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, bool json, string? casing, int? sample, int seed, CancellationToken cancellationToken)
    {
        var faults = new List<InputFault>();
        var calls = ReadAsync(files, casing, faults, cancellationToken);
        if (sample is { } count)
            calls = (await CallSample.ChooseAsync(calls, count, seed, cancellationToken)).ToAsyncEnumerable();
        var measures = await CallEvaluation.RunAsync(calls, _ => { }, cancellationToken);
        await Console.Out.WriteLineAsync(json ? Json(measures, faults) : Text(measures, faults));
        return measures.Any(measure => measure.Calls > 0) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async IAsyncEnumerable<EvaluatedCall> ReadAsync(
        string[] files, string? casing, List<InputFault> faults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (call, fault) in CallFiles.ReadAsync(files, cancellationToken))
        {
            if (fault is not null)
                faults.Add(fault);
            if (call is null)
                continue;
            if (casing is not null)
                call.Payload.ChangeCallersWords(text => TranscriptCasing.Apply(casing, text));
            yield return call;
        }
    }

    private static string Json(IReadOnlyList<EvaluationMeasure> measures, List<InputFault> faults)
        => JsonSerializer.Serialize(
            new EvaluationReport(measures, faults.Count, [.. faults.Take(MaxNamedFaults).Select(fault => fault.ToString())]),
            EvaluationJson.Default.EvaluationReport);

    private static string Text(IReadOnlyList<EvaluationMeasure> measures, List<InputFault> faults)
    {
        var parts = measures.Select(EvaluationText.Of).ToList();
        if (measures.Count == 0)
            parts.Add("No call was found." + Environment.NewLine);
        if (faults.Count > 0)
        {
            var named = faults.Take(MaxNamedFaults).Select(fault => "  " + fault).Prepend($"{faults.Count} lines or files are no calls:");
            parts.Add(string.Join(Environment.NewLine, faults.Count > MaxNamedFaults ? named.Append("  ...") : named) + Environment.NewLine);
        }

        return string.Join(Environment.NewLine, parts).TrimEnd();
    }
}
