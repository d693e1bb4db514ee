using System.CommandLine;
using System.Globalization;
using Elaoms.Benchmarks.Serving;
using Elaoms.Web.Webhooks;

namespace Elaoms.Benchmarks.Load;

/// <summary><c>pace</c>: whether learning keeps up with deliveries that come at a fixed rate.</summary>
internal static class PaceCommand
{
    public static Command Create()
    {
        var rate = new Option<int>("--per-second") { Description = "How many deliveries come a second.", DefaultValueFactory = _ => 50 };
        var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 13 };
        var command = new Command("pace", "Measure how many calls wait to be learned when deliveries come at a fixed rate.")
        {
            rate,
            seconds,
        };
        command.SetAction((arguments, cancellationToken)
            => RunAsync(arguments.GetValue(rate), arguments.GetValue(seconds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rate, int seconds, CancellationToken cancellationToken)
    {
        await using var server = await MeasuredServer.StartAsync(
            Pinning.IsPossible ? 0 : null, "disk", azure: null, cancellationToken);
        if (Pinning.IsPossible)
            await Pinning.PinThisProcessAsync(1, cancellationToken);
        using var control = await ServerControl.ConnectAsync(server, cancellationToken);
        var number = 0;
        var deliveries = new PostCallRequests(PostCallEndpoint.Route, server.Keys.PostCall, () => number++);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        var before = server.ProcessorTime;
        for (var delivery = 0; delivery < rate * seconds && await timer.WaitForNextTickAsync(cancellationToken); delivery++)
            await control.AskAsync(deliveries.Next().ToArray(), cancellationToken);
        var learned = await control.LearnedAsync(cancellationToken);
        var busy = (server.ProcessorTime - before) / TimeSpan.FromSeconds(seconds);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{number} deliveries in {seconds} s, DURABILITY=disk: {learned} are learned, {number - learned} wait; "
                + $"the server's core was busy for {busy:P0} of the time."));
        return 0;
    }
}
