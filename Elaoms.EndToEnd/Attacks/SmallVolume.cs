using System.Globalization;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>
/// A small volume for one server: a file system in memory that only the server sees, which takes no rights where the system gives everybody
/// namespaces of their own. Elsewhere it is a folder of the usual volume, which is not filled.
/// </summary>
internal sealed class SmallVolume
{
    private readonly string _path;
    private readonly long _bytes;
    private readonly bool _isMounted;
    private ElaomsProcess? _server;

    private SmallVolume(string path, long bytes, bool isMounted)
    {
        _path = path;
        _bytes = bytes;
        _isMounted = isMounted;
    }

    public string Description => _isMounted ? "On a volume of its own." : "On the common volume.";

    public static async Task<SmallVolume> MakeAsync(TempFolder folder, long bytes)
    {
        var path = Directory.CreateDirectory(folder["volume"]).FullName;
        return new SmallVolume(path, bytes, OperatingSystem.IsLinux() && await CanMountAsync(path));
    }

    public string Of(params string[] names) => Path.Combine([_path, .. names]);

    /// <summary>A path on the volume as this process sees it.</summary>
    public string Seen(string path, string name)
        => Path.Combine(_isMounted ? string.Create(CultureInfo.InvariantCulture, $"/proc/{_server!.Id}/root{path}") : path, name);

    /// <summary>Starts a server on the volume, and waits until it listens.</summary>
    public async Task<ElaomsProcess> ServeAsync(string workingFolder, ServerSettings settings)
    {
        const string AnyPort = "http://127.0.0.1:0";
        var mount = $"mount -t tmpfs -o size={_bytes} tmpfs '{_path}' && exec \"$@\"";
        string[] starter = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"];
        _server = _isMounted
            ? await ElaomsProcess.ServeUnderAsync(starter, workingFolder, settings.Values, "--urls", AnyPort)
            : await ElaomsProcess.ServeAsync(workingFolder, settings.Values, "--urls", AnyPort);
        return _server;
    }

    private static async Task<bool> CanMountAsync(string path)
    {
        try
        {
            return (await Finished.RunAsync(
                "unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", path], path)).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
