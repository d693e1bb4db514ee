using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Elaoms.FunctionsHost;

/// <summary>The app's worker as a process, started as <c>worker.config.json</c> says.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int GrpcMaxMessageLength = int.MaxValue;

    private readonly Process _process;
    private readonly Task _reading;

    private WorkerProcess(Process process, HostConsole console)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, console), ReadAsync(process.StandardError, console));
    }

    public int Id => _process.Id;

    /// <summary>Starts a worker with the app's settings and nothing else in its environment but what the runtime needs.</summary>
    /// <param name="options">The app's folder and settings.</param>
    /// <param name="workerId">The name by which it introduces itself.</param>
    /// <param name="host">Where the host listens for it.</param>
    /// <param name="console">Takes what it writes.</param>
    public static WorkerProcess Start(PlayedHostOptions options, string workerId, Uri host, HostConsole console)
    {
        var appFolder = options.AppFolder;
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(appFolder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        var start = new ProcessStartInfo(description.GetProperty("defaultExecutablePath").GetString()!)
        {
            WorkingDirectory = appFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var requestId = Guid.NewGuid().ToString();
        var length = GrpcMaxMessageLength.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            Path.Combine(appFolder, description.GetProperty("defaultWorkerPath").GetString()!),
            "--host", host.Host, "--port", host.Port.ToString(CultureInfo.InvariantCulture), "--workerId", workerId, "--requestId",
            requestId, "--grpcMaxMessageLength", length,
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", length,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var inherited = start.Environment.Where(variable => variable.Key is "PATH" or "HOME" or "TMPDIR" or "SystemRoot" or "TEMP")
            .ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited)
            start.Environment[name] = value;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in options.WorkerEnvironment)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = appFolder;
        foreach (var (name, value) in options.Settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new WorkerProcess(Process.Start(start)!, console);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndAsync(CancellationToken.None);
        _process.Dispose();
    }

    // Lines that the worker writes itself are shown whatever it is doing.
    private static async Task ReadAsync(StreamReader reader, HostConsole console)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            console.Write(LogLevel.Information, "Host.Function.Console", line);
    }
}
