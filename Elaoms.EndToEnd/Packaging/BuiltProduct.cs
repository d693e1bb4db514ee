using System.Runtime.InteropServices;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>
/// The product as it is handed out: the tool's package, and what goes into the container. Each is built once for all tests, apart from what
/// the tests themselves are built of; what a later run needs of it stays below <c>obj</c>.
/// </summary>
internal static class BuiltProduct
{
    private static readonly string Root = ArchitectureTests.Root();
    private static readonly string Folder = Path.Combine(Root, "Elaoms.EndToEnd", "obj", "packaging");
    private static readonly SemaphoreSlim OneBuild = new(1);
    private static readonly Lazy<Task<string>> PackageOne = new(PackAsync);
    private static readonly Lazy<Task<string>> PublishedOne = new(PublishAsync);

    /// <summary>The folder that holds the tool's package alone.</summary>
    public static Task<string> PackageAsync() => PackageOne.Value;

    /// <summary>
    /// The folder that becomes <c>/app</c> in the image: built by the Dockerfile's own commands, for this machine instead of the target.
    /// </summary>
    public static Task<string> PublishedAsync() => PublishedOne.Value;

    /// <summary>Runs a command of the SDK at the root of the repository.</summary>
    public static async Task DotNetAsync(params string[] arguments)
    {
        var finished = await Finished.RunAsync("dotnet", arguments, Root, configure: start =>
        {
            // What the SDK that runs these tests tells its own MSBuild.
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToList())
                start.Environment.Remove(name);
            start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        });
        if (finished.Code != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}\n{finished.Output}{finished.Errors}");
    }

    private static Task<string> PackAsync() => BuildAsync("package", folder => BuildCommandAsync("pack", "Elaoms.Cli", "-o", folder));

    private static Task<string> PublishAsync() => BuildAsync("app", async folder =>
    {
        foreach (var command in ContainerFile.Read().DotNet)
        {
            var here = command.Select(argument => argument switch
            {
                "$TARGETARCH" => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
                "/out/app" => folder,
                _ => argument,
            });
            await BuildCommandAsync([.. here]);
        }
    });

    private static async Task<string> BuildAsync(string name, Func<string, Task> build)
    {
        var folder = Path.Combine(Folder, name);
        await OneBuild.WaitAsync();
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            await build(folder);
            return folder;
        }
        finally
        {
            OneBuild.Release();
        }
    }

    // A server that outlives its command would keep our end of its output open. What analysers say was said when the tests were built.
    private static Task BuildCommandAsync(params string[] command)
        => DotNetAsync(
            [.. command, "--artifacts-path", Path.Combine(Folder, "artifacts"), "--disable-build-servers", "-p:RunAnalyzers=false"]);
}
