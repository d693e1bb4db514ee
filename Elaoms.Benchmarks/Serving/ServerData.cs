namespace Elaoms.Benchmarks.Serving;

/// <summary>The folder and the keys of servers that are started one after the other. Disposing deletes the folder.</summary>
internal sealed class ServerData : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public ServerKeys Keys { get; } = new();

    public void Deconstruct(out string folder, out ServerKeys keys) => (folder, keys) = (Folder, Keys);

    public void Dispose() => _folder.Dispose();
}
