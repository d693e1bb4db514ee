namespace Elaoms.Tests.Server;

/// <summary>Many connections that do the same.</summary>
internal sealed class Connections : IDisposable
{
    private readonly List<RawConnection> _all = [];

    public static async Task<Connections> OpenAsync(Uri server, int count)
    {
        var connections = new Connections();
        for (var i = 0; i < count; i++)
            connections._all.Add(await RawConnection.OpenAsync(server));
        return connections;
    }

    /// <summary>Sends a head on each, one after the other.</summary>
    public async Task SendAsync(string head)
    {
        foreach (var connection in _all)
            await connection.SendAsync(head);
    }

    public async Task SendMoreAsync(ReadOnlyMemory<byte> bytes)
    {
        foreach (var connection in _all)
            await connection.SendMoreAsync(bytes);
    }

    /// <summary>Reads an answer on each.</summary>
    public async Task<IReadOnlyList<int>> ReadAsync()
    {
        List<int> statuses = [];
        foreach (var connection in _all)
            statuses.Add((await connection.ReadAsync()).Status);
        return statuses;
    }

    /// <summary>Asks something on each, and reads the answer before the next is asked.</summary>
    public async Task AskAsync(string head)
    {
        foreach (var connection in _all)
        {
            await connection.SendAsync(head);
            await connection.ReadAsync();
        }
    }

    /// <summary>How many the server has closed.</summary>
    public async Task<int> ClosedAsync()
    {
        var closed = 0;
        foreach (var connection in _all)
            closed += await connection.IsClosedAsync() ? 1 : 0;
        return closed;
    }

    public void Dispose() => _all.ForEach(connection => connection.Dispose());
}
