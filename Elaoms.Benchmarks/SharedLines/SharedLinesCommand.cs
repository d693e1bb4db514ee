using System.CommandLine;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Measures;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Extraction;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.SharedLines;

/// <summary>
/// <c>shared-lines</c>: how often calls give a name that is not the caller's, and when lines made of such calls count as shared.
/// </summary>
internal static class SharedLinesCommand
{
    private const string NameSlot = "name";

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A file of labelled dialogues, as evaluate reads it.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seed of the drawing of lines.", DefaultValueFactory = _ => 7 };
        var command = new Command("shared-lines", "Measure when lines count as shared by the names that their callers give.")
        {
            data, seed,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(data)!, arguments.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, int seed, CancellationToken cancellationToken)
    {
        var (named, wrong) = (new List<List<GivenName>>(), new List<string>());
        await using var services = new ServiceCollection().AddElaomsExtraction().AddSingleton<CallExtractor>().BuildServiceProvider();
        await foreach (var (call, _) in CallFiles.ReadAsync([data], cancellationToken))
        {
            var labels = call?.Labels?.Where(label => label.Slot == NameSlot).Select(label => label.Value).ToList();
            if (labels is not { Count: > 0 })
                continue;
            var names = await NamesOfAsync(call!, services.GetRequiredService<CallExtractor>(), cancellationToken);
            if (!names.Exists(name => name.IsConfirmed))
                continue;
            named.Add(names);
            if (!names.Exists(name => name.IsConfirmed && labels.Exists(label => IsCalled(label, name.Words))))
                wrong.Add(call!.Id);
        }

        Console.Out.WriteLine($"Calls that gave only a name that is not the label's: {new Proportion(wrong.Count, named.Count)} of "
            + $"{named.Count}: {string.Join(' ', wrong)}");
        Console.Out.WriteLine(new DrawnLines(named, seed).ToText());
        return 0;
    }

    private static async Task<List<GivenName>> NamesOfAsync(
        EvaluatedCall call, CallExtractor extractor, CancellationToken cancellationToken)
    {
        var body = call.Payload.ToBytes();
        var received = PostCallEventReader.Read(body)!;
        using var document = TolerantJson.ParseObject(body)!;
        var extracted = await extractor.ExtractAsync(
            CallReader.Read(document.RootElement.GetProperty("data")),
            call.Id,
            PayloadName.Of(DateTimeOffset.UnixEpoch, received, new byte[32]),
            eventTimestamp: 0,
            cancellationToken);
        return new CallNames().Of(FactFold.InOrder(extracted.Facts));
    }

    private static bool IsCalled(string label, string words)
        => new NamedPerson(FactWords.BuiltIn.Of(FactForm.Name, label), IsRepeated: false).IsCalled(words);
}
