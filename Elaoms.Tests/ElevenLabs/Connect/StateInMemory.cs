using System.Text.Json;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>The state as a file would hold it.</summary>
internal sealed class StateInMemory : IConnectStateStore
{
    public string Name => "memory";

    /// <summary>What was written last; null for nothing.</summary>
    public string? Json { get; private set; }

    /// <summary>Whether the process has been killed, so that nothing is written any more.</summary>
    public bool IsDead { get; set; }

    public Task<ConnectState> ReadAsync(CancellationToken cancellationToken)
        => Task.FromResult(
            Json is null ? new ConnectState() : JsonSerializer.Deserialize(Json, ConnectStateJson.Default.ConnectState)!);

    public Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
    {
        if (!IsDead)
            Json = state.IsEmpty ? null : JsonSerializer.Serialize(state, ConnectStateJson.Default.ConnectState);
        return Task.CompletedTask;
    }
}
