using System.CommandLine;
using Elaoms.Benchmarks.Serving;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Scenarios;

namespace Elaoms.Benchmarks.Locomo;

/// <summary><c>locomo</c>: how well searches find what was said, on conversations of the LoCoMo form.</summary>
internal static class LocomoCommand
{
    public static Command Create()
    {
        var data = new Option<FileInfo>("--data") { Description = "The conversations, a JSON file.", Required = true };
        data.AcceptExistingOnly();
        var url = Options.Deployment(
            required: false,
            "Measure the whole product there instead, with the keys of the environment: "
                + "the calls are delivered, then each question is a search.");
        var serve = new Option<bool>("--serve") { Description = "Measure the whole product instead, on a server that is started for it." };
        var envFile = Options.EnvFile();
        var validate = new Option<bool>("--cross-validate") { Description = "Choose weights anew for each conversation, on the others." };
        var command = new Command(
            "locomo",
            "Measure how well searches find what was said. Without --url or --serve the ranking alone: "
                + "with and without each signal, and its times.")
        {
            data, url, serve, envFile, validate,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var conversations = LocomoData.Read(await File.ReadAllBytesAsync(arguments.GetRequiredValue(data).FullName, cancellationToken));
            if (arguments.GetValue(url) is { } deployment)
            {
                await MeasureAsync(
                    conversations,
                    deployment,
                    ClientKeys.Read(CliConfiguration.Read(arguments.GetValue(envFile), makeKeys: false).Values),
                    cancellationToken);
            }
            else if (arguments.GetValue(serve))
            {
                await using var server = await MeasuredServer.StartAsync(processor: null, "process", azure: null, cancellationToken);
                await MeasureAsync(
                    conversations,
                    new Uri($"http://{server.Address}"),
                    new ClientKeys(server.Keys.PostCall, server.Keys.ClientData, server.Keys.SearchData),
                    cancellationToken);
            }
            else
            {
                Measure(conversations, arguments.GetValue(validate));
            }

            return 0;
        });
        return command;
    }

    private static void Measure(List<LocomoConversation> conversations, bool validate)
    {
        var ranking = new LocomoRanking(conversations);
        ranking.Score().WriteTable(Console.Out);
        Console.Out.WriteLine();
        ranking.WriteSessions(Console.Out);
        Console.Out.WriteLine();
        ranking.WriteAblation(Console.Out);
        Console.Out.WriteLine();
        new LocomoStress(conversations, ranking.Records).WriteTables(Console.Out);
        Console.Out.WriteLine();
        new LocomoRelevance(conversations, ranking.Records).WriteTable(Console.Out);
        Console.Out.WriteLine();
        ranking.WriteTimes(Console.Out);
        if (validate)
            ranking.WriteCrossValidation(Console.Out);
    }

    private static async Task MeasureAsync(
        List<LocomoConversation> conversations, Uri server, ClientKeys keys, CancellationToken cancellationToken)
    {
        await using var services = ScenarioHttp.Create();
        var product = new LocomoProduct(conversations, ScenarioHttp.Client(services), server, keys);
        await product.LearnAsync(cancellationToken);
        (await product.AskAsync(Console.Out, cancellationToken)).WriteTable(Console.Out);
    }
}
