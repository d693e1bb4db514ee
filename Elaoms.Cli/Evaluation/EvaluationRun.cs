using System.Runtime.CompilerServices;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Cli.Evaluation.Sheets;

namespace Elaoms.Cli.Evaluation;

/// <summary>An evaluation from the files to what is printed.</summary>
/// <param name="options">What is asked for.</param>
internal sealed class EvaluationRun(EvaluateOptions options)
{
    private readonly InputFaults _faults = new();
    private readonly RandomSample<SheetRow> _rows = new(options.SheetRows, options.Seed);

    /// <summary>Learns the calls, writes the sheet if one is asked for, and prints the measures.</summary>
    /// <returns>How the program ends: a failure if there was no call to learn.</returns>
    /// <exception cref="CliException">A file can't be read, or the sheet can't be written.</exception>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (options.Sheet is { } path)
            SheetFile.RefuseExisting(path);
        var calls = options.Sample is null ? ReadAsync(cancellationToken) : await ChooseAsync(cancellationToken);
        var measures = await CallEvaluation.RunAsync(calls, Visit, cancellationToken);
        var report = new EvaluationReport(measures, _faults.Count, [.. _faults.First.Select(fault => fault.ToString())]);
        await output.WriteLineAsync(options.IsJson ? report.ToJson() : report.ToText());
        if (options.Sheet is { } sheet)
        {
            var rows = _rows.Chosen;
            await SheetFile.WriteAsync(sheet, rows, cancellationToken);
            if (!options.IsJson)
                await output.WriteLineAsync(
                    $"{Environment.NewLine}{sheet} has {rows.Count} of {_rows.Offered} rows. It holds what callers said: keep it safe.");
        }

        return measures.Any(measure => measure.Calls > 0) ? ExitCode.Success : ExitCode.Failure;
    }

    private void Visit(LearnedCall learned)
    {
        if (options.Sheet is null)
            return;
        foreach (var row in SheetRows.Of(learned, options.SheetContent))
            _rows.Offer(row);
    }

    private async Task<IAsyncEnumerable<EvaluatedCall>> ChooseAsync(CancellationToken cancellationToken)
    {
        var sample = new RandomSample<EvaluatedCall>(options.Sample, options.Seed);
        await foreach (var call in ReadAsync(cancellationToken))
            sample.Offer(call);
        return sample.Chosen.ToAsyncEnumerable();
    }

    private async IAsyncEnumerable<EvaluatedCall> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (call, fault) in CallFiles.ReadAsync(options.Files, cancellationToken))
        {
            if (fault is not null)
                _faults.Add(fault);
            if (call is null)
                continue;
            if (options.Casing is { } casing)
                call.Payload.ChangeCallersWords(text => TranscriptCasing.Apply(casing, text));
            yield return call;
        }
    }
}
