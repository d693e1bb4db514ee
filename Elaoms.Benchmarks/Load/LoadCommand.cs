using System.CommandLine;
using System.Diagnostics;
using Elaoms.Benchmarks.Serving;

namespace Elaoms.Benchmarks.Load;

/// <summary><c>load</c>: the three webhooks under load, each beside a yardstick.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var serverProcessor = new Option<int>("--server-cpu")
        {
            Description = "The processor of the server.",
            DefaultValueFactory = _ => 0,
        };
        var clientProcessor = new Option<int>("--client-cpu")
        {
            Description = "The processor of the load generator.",
            DefaultValueFactory = _ => 1,
        };
        var seconds = new Option<double>("--seconds") { Description = "How long each run counts.", DefaultValueFactory = _ => 5 };
        var warmUp = new Option<double>("--warm-up")
        {
            Description = "How many seconds each run goes before it counts.",
            DefaultValueFactory = _ => 2,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often endpoint and yardstick are run in turn.",
            DefaultValueFactory = _ => 3,
        };
        var connections = new Option<int[]>("--connections")
        {
            Description = "How many connections.",
            DefaultValueFactory = _ => [1, 16, 64],
            AllowMultipleArgumentsPerToken = true,
        };
        var durability = new Option<string>("--durability")
        {
            Description = "What a 200 on post-call outlives. For disk, appends to a file that are flushed one by one are measured as well.",
            DefaultValueFactory = _ => "process",
        };
        durability.AcceptOnlyFromAmong("process", "disk");
        var only = new Option<string?>("--only") { Description = "One endpoint instead of all." };
        only.AcceptOnlyFromAmong([.. LoadTargets.Names]);
        var azure = new Option<string?>("--azure")
        {
            Description = "The connection string of a storage account, such as UseDevelopmentStorage=true for an Azurite that runs. "
                + "Default: the embedded storage.",
        };
        var memories = new Option<int>("--memories")
        {
            Description = "About how many memories each known caller has.",
            DefaultValueFactory = _ => 200,
        };
        var callers = new Option<int>("--callers")
        {
            Description = "How many known callers ask in turn.",
            DefaultValueFactory = _ => 1,
        };

        var command = new Command(
            "load", "Measure client-data, search-data and post-call, each beside an endpoint that only reads and answers.")
        {
            serverProcessor, clientProcessor, seconds, warmUp, rounds, connections, durability, only, azure, memories, callers,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(serverProcessor),
            arguments.GetValue(clientProcessor),
            new LoadPlan(
                TimeSpan.FromSeconds(arguments.GetValue(warmUp)),
                TimeSpan.FromSeconds(arguments.GetValue(seconds)),
                arguments.GetValue(rounds),
                arguments.GetValue(connections)!,
                arguments.GetValue(durability)!,
                arguments.GetValue(only),
                arguments.GetValue(azure),
                arguments.GetValue(memories),
                arguments.GetValue(callers)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int serverProcessor, int clientProcessor, LoadPlan plan, CancellationToken cancellationToken)
    {
        // Continues on the thread that receives the socket's event: the generator must be far cheaper than the server. Set before the first
        // socket is created.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

        if (!Pinning.IsPossible)
            Console.Out.WriteLine("There is no taskset here: server and load generator are not tied to a processor each.");
        await using var server = await MeasuredServer.StartAsync(
            Pinning.IsPossible ? serverProcessor : null, plan.Durability, plan.Azure, cancellationToken);
        if (Pinning.IsPossible)
            await Pinning.PinThisProcessAsync(clientProcessor, cancellationToken);
        var storage = plan.Azure is null ? $"DURABILITY={plan.Durability}" : "Blob and Queue";
        Console.Out.WriteLine($"Server at {server.Address}, {storage}, {server.Memory >> 20} MB at start.");

        using var control = await ServerControl.ConnectAsync(server, cancellationToken);
        var targets = await LoadTargets.PrepareAsync(server, control, plan.Memories, plan.Callers, cancellationToken);
        var report = new LoadReport();
        foreach (var target in targets.Where(target => plan.Only is null || plan.Only == target.Name))
        {
            foreach (var connections in plan.Connections)
                report.Add(target.Name, connections, await MeasureAsync(server, control, target, connections, plan, cancellationToken));
        }

        report.Write(Console.Out);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Resident memory of the server: at most {server.PeakMemory >> 20} MB, {server.Memory >> 20} MB at the end.");
        return 0;
    }

    private static async Task<LoadReport.Row> MeasureAsync(
        MeasuredServer server,
        ServerControl control,
        LoadTarget target,
        int connections,
        LoadPlan plan,
        CancellationToken cancellationToken)
    {
        var run = new LoadRun(server, plan.WarmUp, plan.Counted);
        List<Measurement> endpoint = [];
        List<Measurement> yardstick = [];
        for (var round = 0; round < plan.Rounds; round++)
        {
            var learnedBefore = await control.LearnedAsync(cancellationToken);
            endpoint.Add(await run.RunAsync(connections, target.Requests, target.Expected, cancellationToken));
            if (target.Name == LoadTargets.PostCall)
            {
                await DrainAsync(control, learnedBefore, endpoint[^1].Answered, cancellationToken);
                if (plan is { Durability: "disk", Azure: null })
                    SayAppends(target.YardstickRequest.Length, plan.Counted);
            }

            yardstick.Add(
                await run.RunAsync(connections, () => new FixedRequests([target.YardstickRequest]), "{"u8.ToArray(), cancellationToken));
        }

        return new LoadReport.Row(endpoint, yardstick);
    }

    private static void SayAppends(int bytes, TimeSpan counted)
        => Console.Out.WriteLine(
            $"The disk by itself: {DiskAppends.PerSecond(bytes, counted):N0} appends of {bytes:N0} bytes a second, each flushed.");

    // The yardstick must not share the processor with learning; and every delivery must have been learned, once.
    private static async Task DrainAsync(ServerControl control, long learnedBefore, int delivered, CancellationToken cancellationToken)
    {
        var inTheRun = await control.LearnedAsync(cancellationToken) - learnedBefore;
        var start = Stopwatch.GetTimestamp();
        await control.WaitUntilLearnedAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var learned = await control.LearnedAsync(cancellationToken) - learnedBefore;
        Console.Out.WriteLine(
            $"post-call: {delivered} delivered; {inTheRun} learned meanwhile, the other {learned - inTheRun} in {seconds:F1} s after, "
                + $"{(learned - inTheRun) / seconds:N0} a second.");
        if (learned != delivered)
            throw new InvalidOperationException($"{delivered} calls were delivered, but {learned} learned.");
    }
}
