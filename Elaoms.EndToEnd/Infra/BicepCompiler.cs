using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamJsonRpc;

namespace Elaoms.EndToEnd.Infra;

/// <summary>The Bicep compiler, at work on the template of the repository.</summary>
internal static class BicepCompiler
{
    private static readonly string Program = Path.Combine(BuildFolders.Bicep, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");

    // A process of its own takes seconds to warm up for each deployment. It ends with this one, which closes its input.
    private static readonly Lazy<JsonRpc> Server = new(StartServer);

    /// <summary>The folder of the template.</summary>
    public static string Folder { get; } = Path.Combine(ArchitectureTests.Root(), "infra");

    /// <summary>The template, compiled once for all tests.</summary>
    public static Lazy<Task<Finished>> Template { get; } = new(() => BuildAsync(Folder));

    /// <summary>The files of the template, as paths below its folder.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [
            .. Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)
        ];

    /// <summary>Runs the compiler in a folder.</summary>
    public static Task<Finished> RunAsync(string folder, params string[] arguments) => Finished.RunAsync(Program, arguments, folder);

    /// <summary>Compiles a copy of the template.</summary>
    public static Task<Finished> BuildAsync(string folder) => RunAsync(folder, "build", "main.bicep", "--stdout");

    /// <summary>Works out what a deployment with these parameters would make, without an Azure to ask.</summary>
    /// <param name="parameters">Name and value of parameters, as Bicep writes values.</param>
    public static async Task<Deployment> DeployAsync(IReadOnlyDictionary<string, string> parameters)
    {
        using var copy = Copy();
        var lines = parameters.Select(parameter => $"param {parameter.Key} = {parameter.Value}").Prepend("using 'main.bicep'");
        await File.WriteAllLinesAsync(copy["test.bicepparam"], lines);
        var nobody = Guid.Empty.ToString();
        try
        {
            var answer = await Server.Value.InvokeWithParameterObjectAsync<SnapshotAnswer>(
                "bicep/getSnapshot",
                new
                {
                    path = copy["test.bicepparam"],
                    metadata = new { tenantId = nobody, subscriptionId = nobody, location = "westeurope" },
                });
            return new Deployment(JsonSerializer.Deserialize<JsonElement>(answer.Snapshot));
        }
        catch (RemoteInvocationException fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    private static JsonRpc StartServer()
    {
        var server = Process.Start(new ProcessStartInfo(Program, ["jsonrpc", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var rpc = new JsonRpc(new HeaderDelimitedMessageHandler(
            server.StandardInput.BaseStream, server.StandardOutput.BaseStream, new SystemTextJsonFormatter()));
        rpc.StartListening();
        return rpc;
    }

    /// <summary>A copy of the template that may be changed.</summary>
    public static TempFolder Copy()
    {
        var copy = new TempFolder();
        Directory.CreateDirectory(copy["modules"]);
        foreach (var file in Files.Append("bicepconfig.json"))
            File.Copy(Path.Combine(Folder, file), copy[file]);
        return copy;
    }

    private sealed record SnapshotAnswer([property: JsonPropertyName("snapshot")] string Snapshot);
}
