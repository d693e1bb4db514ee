using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using Elaoms.Core.Settings;

namespace Elaoms.Benchmarks.Serving;

/// <summary>
/// The server under measurement: a process with keys and folders of its own, which disposing deletes, or with those of a
/// <see cref="ServerData"/>.
/// </summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ServerData? _own;

    private MeasuredServer(Process process, ServerData? own, ServerKeys keys, IPEndPoint address)
    {
        _process = process;
        _own = own;
        Keys = keys;
        Address = address;
    }

    public ServerKeys Keys { get; }

    public IPEndPoint Address { get; }

    /// <summary>The processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it has had resident, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>The memory it has resident now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<MeasuredServer> StartAsync(
        int? processor,
        string durability,
        string? azure,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? further = null,
        ServerData? data = null)
    {
        var own = data is null ? new ServerData() : null;
        var (folder, keys) = data ?? own!;
        var process = new Process { StartInfo = Command(processor) };
        process.StartInfo.WorkingDirectory = folder;
        keys.Describe(process.StartInfo.Environment, folder);
        process.StartInfo.Environment[SettingNames.Durability] = durability;
        process.StartInfo.Environment[SettingNames.AzureWebJobsStorage] = azure ?? "";
        foreach (var (name, value) in further ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            process.StartInfo.Environment[name] = value;
        // The generator's own way with sockets is not the server's.
        foreach (var name in process.StartInfo.Environment.Keys
            .Where(name => name.StartsWith("DOTNET_SYSTEM_NET_SOCKETS_", StringComparison.Ordinal)).ToList())
            process.StartInfo.Environment.Remove(name);
        try
        {
            process.Start();
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException("The server did not start.");
            var server = new MeasuredServer(process, own, keys, IPEndPoint.Parse(new Uri(line).Authority));
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return server;
        }
        catch
        {
            End(process);
            own?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(StopTime);
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // It is ended the hard way.
        }

        End(_process);
        _own?.Dispose();
    }

    private static ProcessStartInfo Command(int? processor)
    {
        List<string> words = [Environment.ProcessPath!];
        if (Path.GetFileNameWithoutExtension(words[0]) == "dotnet")
            words.Add(Assembly.GetExecutingAssembly().Location);
        words.Add(ServerCommand.Name);
        if (processor is { } number)
            words = [Pinning.Program, "-c", number.ToString(CultureInfo.InvariantCulture), .. words];
        return new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It had not started, or has ended.
        }

        process.Dispose();
    }
}
