using System.Globalization;
using System.Text;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Signing;

namespace Elaoms.Benchmarks.Load;

/// <summary>The requests beside the measurement: deliveries that prepare it, and questions how far learning is.</summary>
internal sealed class ServerControl : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    private readonly LoadConnection _connection;
    private readonly ServerKeys _keys;

    private ServerControl(LoadConnection connection, ServerKeys keys)
    {
        _connection = connection;
        _keys = keys;
    }

    public static async Task<ServerControl> ConnectAsync(MeasuredServer server, CancellationToken cancellationToken)
        => new(await LoadConnection.OpenAsync(server.Address, cancellationToken), server.Keys);

    /// <summary>Delivers a call.</summary>
    public async Task DeliverAsync(byte[] payload, CancellationToken cancellationToken)
    {
        var signature = ElevenLabsSignature.Sign(payload, _keys.PostCall, TimeProvider.System.GetUtcNow());
        await AskAsync(
            RequestBytes.Post("/webhook/post-call", $"{ElevenLabsSignature.HeaderName}: {signature}", payload), cancellationToken);
    }

    /// <summary>How many calls the server has learned.</summary>
    public async Task<long> LearnedAsync(CancellationToken cancellationToken)
        => long.Parse(await AskAsync(RequestBytes.Get(ServerCommand.LearnedRoute), cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Waits until the queue is empty.</summary>
    public async Task WaitUntilLearnedAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        while (!(await AskAsync(RequestBytes.Get("/health/ready"), timeout.Token))
            .Contains("\"calls_waiting\":0}", StringComparison.Ordinal))
            await Task.Delay(AskEvery, timeout.Token);
    }

    public async Task<string> AskAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _connection.SendAsync(request, cancellationToken);
        var answer = await _connection.ReceiveAsync(cancellationToken);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return answer.Status == 200 ? text : throw new InvalidOperationException($"{answer.Status}: {text}");
    }

    public void Dispose() => _connection.Dispose();
}
