using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Cli;

/// <summary>The built <c>elaoms</c> program as a process of its own.</summary>
public sealed partial class ElaomsProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "elaoms.dll");
    private static readonly string TestProgramPath = typeof(ElaomsProcess).Assembly.Location;

    // Signal 2, counted from 1.
    private const ulong InterruptBit = 1 << 1;

    private static readonly string[] Inherited =
    [
        "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS", SettingNames.PostCallKey,
        SettingNames.ClientDataKey, SettingNames.SearchDataKey,
        SettingNames.SearchDataAllowAnonymous, SettingNames.CallerHashKey, SettingNames.OpenMemoryPort, SettingNames.OpenMemoryKey,
        SettingNames.ElevenLabsApiUrl, SettingNames.ElevenLabsApiKey, SettingNames.ElevenLabsReadKey,
        SettingNames.OpenMemoryDbPath, SettingNames.PayloadStoragePath,
        SettingNames.OperatorKeys, SettingNames.OperatorSessionKey,
        SettingNames.AzureWebJobsStorage, SettingNames.Greeting, SettingNames.DynamicVariables, SettingNames.MaxPayloadBytes,
        SettingNames.Docs, SettingNames.Durability,
        SettingNames.MaxIncomingBytes, SettingNames.MinFreeBytes, SettingNames.MaxPostCalls, SettingNames.MaxConnections,
        SettingNames.IdleTimeoutSeconds, SettingNames.BodyTimeoutSeconds, SettingNames.TrustedProxies,
        SettingNames.CallerTokenHours, SettingNames.SearchDataRequireToken, SettingNames.UserIdIsPhone,
    ];

    private static readonly bool InterruptIsIgnored = OperatingSystem.IsLinux()
        && (Convert.ToUInt64(File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private ElaomsProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    public string Output => Locked(_output);

    public string Errors => Locked(_errors);

    public int Id => _process.Id;

    /// <summary>Where the server listens; known when it has said so.</summary>
    public Uri Address => new(Listens.Match(Output).Groups["url"].Value);

    /// <summary>Starts the program with nothing but the given settings.</summary>
    public static ElaomsProcess Start(
        string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings, params ReadOnlySpan<string> arguments)
        => Start(Program, workingFolder, settings, arguments);

    /// <summary>Starts an executable with nothing in its environment but what is given, and what the runtime can't do without.</summary>
    public static ElaomsProcess StartAlone(
        string executable,
        string workingFolder,
        IEnumerable<KeyValuePair<string, string?>> environment,
        params IEnumerable<string> arguments)
    {
        var start = StartInfo(executable, workingFolder);
        start.Environment.Clear();
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Environment.GetEnvironmentVariable("SystemRoot") is { } system)
            start.Environment["SystemRoot"] = system;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new ElaomsProcess(Process.Start(start)!);
    }

    /// <summary>Runs such an executable to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAloneAsync(
        string executable, string workingFolder, IEnumerable<KeyValuePair<string, string?>> environment,
        params IEnumerable<string> arguments)
    {
        await using var program = StartAlone(executable, workingFolder, environment, arguments);
        return (await program.EndAsync(), program.Output, program.Errors);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings, byte[]? input = null, params string[] arguments)
    {
        await using var program = Start(workingFolder, settings, arguments);
        if (input is not null)
            await program._process.StandardInput.BaseStream.WriteAsync(input, CancellationToken.None);
        program._process.StandardInput.Close();
        return (await program.EndAsync(), program.Output, program.Errors);
    }

    /// <summary>Starts <c>serve</c> and waits until it listens.</summary>
    public static async Task<ElaomsProcess> ServeAsync(
        string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var program = Start(workingFolder, settings, ["serve", .. arguments]);
        await program.ListeningAsync();
        return program;
    }

    /// <summary>Starts <c>serve</c> by another program, which becomes the server in the end, and waits until it listens.</summary>
    public static async Task<ElaomsProcess> ServeUnderAsync(
        string[] starter, string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var program = Start(starter, Program, workingFolder, settings, ["serve", .. arguments]);
        await program.ListeningAsync();
        return program;
    }

    /// <summary>
    /// Starts the server of <see cref="Crashes.ServerProgram"/> and waits until it listens: the product, with what the arguments ask for.
    /// </summary>
    public static async Task<ElaomsProcess> ServeChangedAsync(string workingFolder, ServerSettings settings, params string[] arguments)
    {
        var program = Start(TestProgramPath, workingFolder, settings.Values, arguments);
        await program.ListeningAsync();
        return program;
    }

    public Task ListeningAsync() => Eventually.IsTrueAsync(
        () => _process.HasExited
            ? throw new InvalidOperationException($"serve ended: {Output}{Errors}")
            : Listens.IsMatch(Output) && Output.Contains("post-call", StringComparison.Ordinal),
        "serve listens");

    /// <summary>Sends a signal such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ends the process without a word, as a crash or the kernel would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Bound);
        await _process.WaitForExitAsync(timeout.Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    // Tests that were themselves started in the background hand on that Ctrl+C is ignored: a server as people start it hears it.
    private static ElaomsProcess Start(
        string program, string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings, ReadOnlySpan<string> arguments)
        => Start(InterruptIsIgnored ? ["env", "--default-signal=INT"] : [], program, workingFolder, settings, arguments);

    private static ElaomsProcess Start(
        string[] starter, string program, string workingFolder, IEnumerable<KeyValuePair<string, string?>> settings,
        ReadOnlySpan<string> arguments)
    {
        string[] command = [.. starter, "dotnet", program];
        var start = StartInfo(command[0], workingFolder);
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => Inherited.Contains(name, StringComparer.Ordinal)
            || name.StartsWith("OTEL_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);

        // What a killed process leaves among the temporary files goes with the test's own.
        start.Environment["TMPDIR"] = workingFolder;
        ShortLived.Configure(start);
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ElaomsProcess(Process.Start(start)!);
    }

    private static ProcessStartInfo StartInfo(string executable, string workingFolder) => new(executable)
    {
        WorkingDirectory = workingFolder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        UseShellExecute = false,
    };

    private static string Locked(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        var piece = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(piece, CancellationToken.None)) > 0)
        {
            lock (into)
                into.Append(piece, 0, read);
        }
    }

    [GeneratedRegex(@"ELAOMS listens on (?<url>http://[^\s,]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listens { get; }
}
