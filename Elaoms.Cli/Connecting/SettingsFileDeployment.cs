using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Connect;
using Elaoms.Storage;

namespace Elaoms.Cli.Connecting;

/// <summary>
/// A deployment whose settings are a file of this machine: <c>.env</c>, or <c>local.settings.json</c> of the Functions host.
/// </summary>
/// <param name="path">The file; it need not be there.</param>
internal sealed class SettingsFileDeployment(string path) : IDeployment
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public string Name => path;

    public string? HowToReload => IsJson ? "Start the Functions host again" : "Stop elaoms serve and start it again";

    private bool IsJson => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public Task<IReadOnlyList<string>> ReadPostCallSecretsAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<string>>(
            [.. (Read(SettingNames.PostCallKey) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);

    public async Task AddPostCallSecretAsync(string secret, CancellationToken cancellationToken)
        => await WriteAsync(
            SettingNames.PostCallKey,
            string.Join(',', [.. await ReadPostCallSecretsAsync(cancellationToken), secret]),
            cancellationToken);

    // A comment begins with a blank and a #.
    public Task WriteVariablesAsync(string json, CancellationToken cancellationToken)
        => WriteAsync(SettingNames.DynamicVariables, json.Replace(" #", " \\u0023", StringComparison.Ordinal), cancellationToken);

    public string? HowToKeepVariables(string json) => null;

    private string? Read(string name)
        => File.Exists(path)
            ? (IsJson ? LocalSettingsFile.Parse(File.ReadAllBytes(path)) : EnvFile.Parse(File.ReadLines(path))).GetValueOrDefault(name)
            : null;

    private async Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        // What the environment says would hide what is written here, from this program and perhaps from the server.
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 })
            throw new ConnectException(
                $"{name} is set in the environment, which has precedence over {path}. Remove it there, then run this command again.");
        var text = IsJson ? WithValue(await ReadTextAsync(cancellationToken), name, value) : WithLine(ReadLines(), name, value);
        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        await using (var file = new StreamWriter(PrivateFiles.Create(aside)))
            await file.WriteAsync(text.AsMemory(), cancellationToken);
        File.Move(aside, path, overwrite: true);
    }

    private Task<string> ReadTextAsync(CancellationToken cancellationToken)
        => File.Exists(path) ? File.ReadAllTextAsync(path, cancellationToken) : Task.FromResult("{}");

    private string[] ReadLines() => File.Exists(path) ? File.ReadAllLines(path) : [];

    private static string WithLine(string[] lines, string name, string value)
    {
        // The last line of a name is the one that counts.
        var written = lines.Where(line => !EnvFile.Parse([line]).ContainsKey(name)).ToList();
        var first = lines.Select((line, at) => (line, at)).Where(one => EnvFile.Parse([one.line]).ContainsKey(name))
            .Select(one => one.at).DefaultIfEmpty(written.Count).First();
        written.Insert(Math.Min(first, written.Count), $"{name}={value}");
        return string.Join('\n', written) + "\n";
    }

    private static string WithValue(string json, string name, string value)
    {
        var root = JsonNode.Parse(json, nodeOptions: null, Lenient) as JsonObject ?? [];
        if (root["Values"] is not JsonObject values)
            root["Values"] = values = [];
        values[name] = value;
        return root.ToJsonString(Readable) + "\n";
    }
}
