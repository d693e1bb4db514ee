using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Azurite;

/// <summary>
/// A real Azurite, on ports that were free and with accounts of its own. It can crash and come back: what it has acknowledged is still
/// there.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private const int Accounts = 1000;

    // Each is one thread: with several no test waits long behind the requests of another.
    private static readonly Lazy<Task<AzuriteServer>>[] Shared =
        [.. Enumerable.Range(0, 3).Select(_ => new Lazy<Task<AzuriteServer>>(() => StartAsync(inMemory: true)))];
    private static int _asked;

    // The key guards nothing: the server is reached from this machine only, and gone with the tests.
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly bool _inMemory;
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _output = new();
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private int _blobPort;
    private int _queuePort;
    private int _tablePort;
    private int _accounts;

    private AzuriteServer(bool inMemory) => _inMemory = inMemory;

    /// <summary>One of those that tests share which do not stop it; each takes an account of its own.</summary>
    public static Task<AzuriteServer> SharedAsync() => Shared[(uint)Interlocked.Increment(ref _asked) % (uint)Shared.Length].Value;

    /// <summary>Starts one.</summary>
    /// <param name="inMemory">Faster, but what it holds is gone when it ends.</param>
    public static async Task<AzuriteServer> StartAsync(bool inMemory = false)
    {
        var azurite = new AzuriteServer(inMemory);
        await azurite.RestartAsync();
        return azurite;
    }

    /// <summary>The connection string of an account that nobody has used.</summary>
    public string NewAccount()
    {
        var account = AccountName(Interlocked.Increment(ref _accounts) - 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={_key};BlobEndpoint=http://127.0.0.1:{_blobPort}/{account};"
                + $"QueueEndpoint=http://127.0.0.1:{_queuePort}/{account};TableEndpoint=http://127.0.0.1:{_tablePort}/{account};");
    }

    /// <summary>Starts it again, on the same ports and with what it had acknowledged.</summary>
    public async Task RestartAsync()
    {
        lock (_output)
            _output.Clear();
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = BuildFolders.Node,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        List<string> arguments =
        [
            // Most of what it makes for a request is garbage right after.
            "--max-semi-space-size=64", "azurite.cjs", "--silent", "--disableTelemetry", "--blobPort", Number(_blobPort), "--queuePort",
            Number(_queuePort), "--tablePort", Number(_tablePort),
            .. _inMemory ? (string[])["--inMemoryPersistence"] : ["--location", _folder.Path],
        ];
        arguments.ForEach(start.ArgumentList.Add);
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(
            ';', Enumerable.Range(0, Accounts).Select(account => $"{AccountName(account)}:{_key}"));
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await Eventually.IsTrueAsync(
            () => _process.HasExited ? throw new InvalidOperationException($"Azurite ended: {Output}") : Listening().ContainsKey("Table"),
            "Azurite listens");
        (_blobPort, _queuePort, _tablePort) = (Listening()["Blob"], Listening()["Queue"], Listening()["Table"]);
    }

    /// <summary>Ends it in the middle of what it is doing: connections break, requests get no answer.</summary>
    public async Task CrashAsync()
    {
        await _process!.StandardInput.WriteLineAsync("crash");
        await _process.StandardInput.FlushAsync();
        await EndAsync();
    }

    /// <summary>Stops it from doing anything, while its connections stay open: whoever asks waits.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await EndAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private async Task EndAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Bound);
        await _process!.WaitForExitAsync(timeout.Token);
        await _reading;
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Number(_process!.Id)]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private Dictionary<string, int> Listening()
        => ListeningLine.Matches(Output).ToDictionary(
            line => line.Groups["service"].Value,
            line => int.Parse(line.Groups["port"].Value, CultureInfo.InvariantCulture),
            StringComparer.Ordinal);

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_output)
                _output.AppendLine(line);
        }
    }

    private static string AccountName(int number) => "account" + Number(number);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"Azurite (?<service>\w+) service is successfully listening at http://[^:]+:(?<port>\d+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningLine { get; }
}
