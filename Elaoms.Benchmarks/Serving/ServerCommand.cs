using System.CommandLine;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Serving;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Benchmarks.Serving;

/// <summary>
/// The hidden verb <c>server</c>: the product's server with two more endpoints. It writes its address as the first line and ends when its
/// standard input does, so it never outlives its parent.
/// </summary>
internal static class ServerCommand
{
    public const string Name = "server";
    public const string YardstickRoute = "/yardstick";
    public const string LearnedRoute = "/learned";

    // As long as a usual answer of client-data.
    private static readonly byte[] YardstickAnswer = Encoding.UTF8.GetBytes(
        $$$"""{"type":"conversation_initiation_client_data","dynamic_variables":{"text":"{{{new string('x', 560)}}}"}}""");

    private static long _learned;

    public static Command Create()
    {
        var command = new Command(Name) { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = CliConfiguration.Read(envFile: null, makeKeys: false).Values;
        var reading = new SettingsReader(configuration).Read([]);
        if (reading.Settings is not { } settings)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', reading.Faults));
            return 2;
        }

        using var listener = CountLearned();
        await using var app = ElaomsServer.Build(settings, ["http://127.0.0.1:0"], configuration);
        app.MapPost(YardstickRoute, AnswerYardstickAsync);
        app.MapGet(LearnedRoute, AnswerLearnedAsync);
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(app.Urls.First());

        await Console.In.ReadToEndAsync(cancellationToken);
        await app.StopAsync(cancellationToken);
        return 0;
    }

    // What any endpoint has to do: read the body, write an answer.
    private static async Task AnswerYardstickAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        await WriteAsync(context, YardstickAnswer);
    }

    private static Task AnswerLearnedAsync(HttpContext context)
        => WriteAsync(context, Encoding.UTF8.GetBytes(Interlocked.Read(ref _learned).ToString(CultureInfo.InvariantCulture)));

    private static async Task WriteAsync(HttpContext context, byte[] answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static MeterListener CountLearned()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ElaomsMetrics.MeterName && instrument.Name == "elaoms.calls.learned")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, count, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "result" && value is "learned")
                    Interlocked.Add(ref _learned, count);
            }
        });
        listener.Start();
        return listener;
    }
}
