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
        Report what a server would learn from calls that you have.

        The report contains facts by kind, greetings, redactions, and, for calls with labels, precision and recall. The calls are
        learned in this process. Nothing is sent anywhere. Nothing is stored except the sheet that you ask for.

        FILE is a file of JSON lines or one JSON document, plain or gzipped, or a folder of such files. A call is one of these:
        - a labelled dialogue: "turns" as pairs of role and text, "id", "set", "variant", "labels": {"slots": [{"slot", "value", "turn"}]}
        - a post-call payload
        - a conversation as returned by GET /v1/convai/conversations/{id}
        Each call is learned as the first call of a new caller.

        How the results are scored:
        - A fact is right if its value matches a label of the same kind in the same call. Case, accents and punctuation do not matter.
          English numbers match in words and in digits. A telephone number may lack its country code. Half of a postal address is enough.
        - Any other fact of a labelled kind is not right: part of a label, more than a label, or a fact in a call without such a label.
        - A greeting is wrong if the labelled name does not contain the spoken name.
        - A labelled secret is readable if it appears as a whole in anything that is stored. Secrets under 3 characters do not count.
          Secrets under 5 characters count only in their own turn. Account numbers are secrets, unless the labels name a "domain" other
          than finance.
        - Intervals are Wilson intervals at 95 %.

        The sheet contains what callers said: protect it like recordings.
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files or folders with calls.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var casing = new Option<string?>("--casing")
        {
            Description = "Change the case of the callers' words first, as some transcribers write them: lower (no capitals), sentence "
                + "(capitals only where a sentence starts), or upper (only capitals).",
        };
        casing.AcceptOnlyFromAmong([.. TranscriptCasing.All]);
        var sample = Number("--sample", "Learn only this many calls, chosen at random. They must fit into memory.");
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the random choices. The same seed makes the same choices.",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var sheet = new Option<string?>("--sheet")
        {
            Description = "Write what was learned to a new file of tab-separated values. Each row has the words it is based on, and empty "
                + "columns for a verdict (right, wrong or junk) and an error.",
        };
        var count = Number("--count", "Write only this many rows, chosen at random. Default: all.");
        var what = new Option<string>("--what")
        {
            Description = "What the rows contain: facts, greetings by name, profiles, or errands (last_call_summary next to the caller's "
                + "first turns).",
            DefaultValueFactory = _ => SheetContent.Facts,
        };
        what.AcceptOnlyFromAmong([.. SheetContent.All]);
        var score = new Option<string?>("--score") { Description = "Learn nothing. Print the scores of a sheet with verdicts." };
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
