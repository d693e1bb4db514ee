using System.CommandLine;
using System.Text.Json;
using Elaoms.Cli.Evaluation;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Sheets;

namespace Elaoms.Cli.Commands;

/// <summary><c>elaoms evaluate</c>: what would be learned from given calls, measured.</summary>
internal static class EvaluateCommand
{
    private const int DefaultSeed = 1;

    private const string Help = """
        Learn calls in this process as a server would, and say what comes of it: facts by kind, greetings, redactions, and, where calls
        have labels, precision and recall. Nothing is sent anywhere, and nothing is kept but the sheet that you ask for.

        FILE is JSON lines, one JSON document, either of them gzipped, or a folder of such files. A call is a labelled dialogue ("turns"
        as pairs of role and text, with "id", "set", "variant" and "labels": {"slots": [{"slot", "value", "turn"}]}), a post-call
        payload, or a conversation as GET /v1/convai/conversations/{id} gives it. Each call is learned as the first of a caller of its
        own.

        What counts: a fact is right if its value is a label's of its kind in the same call, whatever case, accents and punctuation, and
        whether English numbers are spelled or written. A country code may be missing from a telephone number. Half of a postal address
        or more is enough. Any other fact of a kind that the labels know is not right, be it a part of a label, or more than it, or in a
        call whose labels name none. A greeting is wrong if the labelled name does not hold the spoken one. A labelled secret is
        readable if it stands as a whole in anything that is kept; one of less than 3 characters doesn't count, one of less than 5 only
        in its own turn. Account numbers are secrets unless the labels' "domain" is another one than finance. Intervals are
        Wilson's, of 95 %.

        The sheet holds what callers said: keep it as safe as recordings.
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files or folders with calls.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var casing = new Option<string?>("--casing")
        {
            Description = "Learn the callers' words as a transcriber writes them that knows no capitals (lower), only those of sentences "
                + "(sentence), or nothing else (upper).",
        };
        casing.AcceptOnlyFromAmong([.. TranscriptCasing.All]);
        var sample = Number("--sample", "Learn so many calls, chosen at random. They must fit into memory.");
        var seed = new Option<int>("--seed")
        {
            Description = "What random choices come from: the same seed chooses the same.",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var sheet = new Option<string?>("--sheet")
        {
            Description = "Write what was learned to a new file of tab-separated values, beside the words it rests on, with empty columns "
                + "for a verdict (right, wrong or junk) and an error.",
        };
        var count = Number("--count", "Write so many rows, chosen at random. Default: all.");
        var what = new Option<string>("--what")
        {
            Description = "What the rows are: facts, greetings by name, profiles, or errands (last_call_summary beside the caller's "
                + "first turns).",
            DefaultValueFactory = _ => SheetContent.Facts,
        };
        what.AcceptOnlyFromAmong([.. SheetContent.All]);
        var score = new Option<string?>("--score") { Description = "Learn nothing; print what the verdicts of a sheet come to." };
        var command = new Command("evaluate", Help) { files, json, casing, sample, seed, sheet, count, what, score };
        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(files) is { Length: > 0 } == arguments.GetValue(score) is not null)
                arguments.AddError("Give either FILE or --score.");
        });
        command.SetAction((arguments, cancellationToken) => arguments.GetValue(score) is { } filled
            ? ScoreAsync(filled, arguments.GetValue(json), arguments.InvocationConfiguration.Output, cancellationToken)
            : new EvaluationRun(new EvaluateOptions
            {
                Files = arguments.GetValue(files)!,
                IsJson = arguments.GetValue(json),
                Casing = arguments.GetValue(casing),
                Sample = arguments.GetValue(sample),
                Seed = arguments.GetValue(seed),
                Sheet = arguments.GetValue(sheet),
                SheetRows = arguments.GetValue(count),
                SheetContent = arguments.GetValue(what)!,
            }).RunAsync(arguments.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> ScoreAsync(string sheet, bool isJson, TextWriter output, CancellationToken cancellationToken)
    {
        var score = SheetScore.Of(await SheetFile.ReadAsync(sheet, cancellationToken));
        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(score, EvaluationJson.Default.SheetScore) : score.ToText());
        return ExitCode.Success;
    }

    private static Option<int?> Number(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
                result.AddError($"{name} must be at least 1.");
        });
        return option;
    }
}
