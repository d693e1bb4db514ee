using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;

namespace Elaoms.Benchmarks.Start;

/// <summary><c>start</c>: the time from the start of a process to its first 200.</summary>
internal static class StartCommand
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(1);

    public static Command Create()
    {
        var executable = new Option<FileInfo>("--exe") { Description = "The elaoms executable.", Required = true };
        var runs = new Option<int>("--runs") { Description = "How often it is started.", DefaultValueFactory = _ => 10 };
        var command = new Command("start", "Measure the time from the start of the process to the first 200 of /health.")
        {
            executable,
            runs,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(executable), arguments.GetValue(runs), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo executable, int runs, CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
            times.Add(await StartOnceAsync(executable.FullName, cancellationToken));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Start to first 200 on /health, {runs} runs: median {Measurement.Median(times):F0} ms, "
                + $"{times.Min():F0} to {times.Max():F0} ms."));
        return 0;
    }

    private static async Task<double> StartOnceAsync(string executable, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var address = FreeAddress();
        var start = new ProcessStartInfo(executable, ["serve", "--urls", $"http://{address}"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        };
        new ServerKeys().Describe(start.Environment, folder.Path);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);

        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            while (!await AnswersAsync(address, timeout.Token))
                await Task.Delay(AskEvery, timeout.Token);
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await LoadConnection.OpenAsync(address, cancellationToken);
            await connection.SendAsync(RequestBytes.Get("/health"), cancellationToken);
            return (await connection.ReceiveAsync(cancellationToken)).Status == 200;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IPEndPoint FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
