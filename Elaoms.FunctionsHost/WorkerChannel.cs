using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Elaoms.FunctionsHost.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Content = Elaoms.FunctionsHost.Rpc.StreamingMessage.ContentOneofCase;

namespace Elaoms.FunctionsHost;

/// <summary>The host's end of the conversation with one worker process.</summary>
internal sealed class WorkerChannel(HostConsole console)
{
    private readonly Channel<StreamingMessage> _toWorker = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Invocation> _executing = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _dead;

    /// <summary>The name by which the worker introduces itself.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Where the worker takes HTTP requests; known once it is initialised.</summary>
    public Uri HttpUri { get; private set; } = null!;

    /// <summary>How many functions are at work.</summary>
    public int Executing => _executing.Count;

    /// <summary>Initialises the worker, asks for its functions and loads them.</summary>
    public async Task<IReadOnlyList<Function>> InitializeAsync(string appFolder, CancellationToken cancellationToken)
    {
        await _started.Task.WaitAsync(cancellationToken);
        var initialized = (await AskAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest
                {
                    HostVersion = PlayedFunctionsHost.Version,
                    WorkerDirectory = appFolder,
                    FunctionAppDirectory = appFolder,
                },
            },
            cancellationToken)).WorkerInitResponse;
        ThrowOnFailure(initialized.Result, "initialise");
        HttpUri = new Uri(initialized.Capabilities["HttpUri"]);

        var metadata = (await AskAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder } },
            cancellationToken)).FunctionMetadataResponse;
        ThrowOnFailure(metadata.Result, "name its functions");
        foreach (var function in metadata.FunctionMetadataResults)
        {
            var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
            var loaded = (await AskAsync(new StreamingMessage { FunctionLoadRequest = request }, cancellationToken)).FunctionLoadResponse;
            ThrowOnFailure(loaded.Result, $"load {function.Name}");
        }

        return [.. metadata.FunctionMetadataResults.Select(Function.From)];
    }

    /// <summary>Has a function run.</summary>
    /// <param name="function">The function.</param>
    /// <param name="request">Its input. The ids are filled in here, but for an invocation id that is there.</param>
    /// <param name="cancellationToken">Tells the worker to cancel. The function's end is awaited all the same.</param>
    /// <exception cref="WorkerDiedException">The worker ended meanwhile.</exception>
    public async Task<StatusResult> InvokeAsync(Function function, InvocationRequest request, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(function);
        if (request.InvocationId.Length == 0)
            request.InvocationId = Guid.NewGuid().ToString();
        request.FunctionId = function.Id;
        request.TraceContext ??=
            new RpcTraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01" };
        _executing[request.InvocationId] = invocation;
        try
        {
            console.Write(
                LogLevel.Information, $"Function.{function.Name}", $"Executing 'Functions.{function.Name}' (Id={request.InvocationId})");
            if (_dead is { } dead)
                throw dead;
            Send(new StreamingMessage { InvocationRequest = request });
            await using var cancelling = cancellationToken.Register(
                () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
            var result = await invocation.Result.Task;
            Tell(function, request.InvocationId, result.Status.ToString(), result.Exception?.Message);
            return result;
        }
        catch (WorkerDiedException fault)
        {
            Tell(function, request.InvocationId, "Failed", fault.Message);
            throw;
        }
        finally
        {
            _executing.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan grace)
        => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Fails all that waits for the worker.</summary>
    public void Die(Exception fault)
    {
        _dead = fault;
        _toWorker.Writer.TryComplete();
        _started.TrySetException(fault);
        foreach (var answer in _answers.Values)
            answer.TrySetException(fault);
        foreach (var invocation in _executing.Values)
            invocation.Result.TrySetException(fault);
    }

    /// <summary>Carries messages both ways until the worker or the host ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker,
        IServerStreamWriter<StreamingMessage> toWorker,
        CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        var sending = SendAllAsync(toWorker, cancellationToken);
        while (await fromWorker.MoveNext(cancellationToken))
            Receive(fromWorker.Current);
        _toWorker.Writer.TryComplete();
        await sending;
    }

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellationToken)
    {
        await foreach (var message in _toWorker.Reader.ReadAllAsync(cancellationToken))
            await toWorker.WriteAsync(message, cancellationToken);
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Content.RpcLog:
                Log(message.RpcLog);
                break;
            case Content.InvocationResponse when _executing.TryGetValue(message.InvocationResponse.InvocationId, out var invocation):
                invocation.Result.TrySetResult(message.InvocationResponse.Result);
                break;
            case Content.WorkerInitResponse or Content.FunctionMetadataResponse or Content.FunctionLoadResponse
                when _answers.TryRemove(message.RequestId, out var answer):
                answer.TrySetResult(message);
                break;
        }
    }

    // A line of the app without the id of a running invocation goes nowhere.
    private void Log(RpcLog log)
    {
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.System)
            console.Write((LogLevel)log.Level, "Worker.rpcWorkerChannel", Whole(log));
        else if (log.LogCategory == RpcLog.Types.RpcLogCategory.User && _executing.TryGetValue(log.InvocationId, out var invocation))
            console.Write((LogLevel)log.Level, $"Function.{invocation.Function.Name}.User", Whole(log));
    }

    private static string Whole(RpcLog log)
        => log.Exception is null ? log.Message : $"{log.Message} {log.Exception.Message} {log.Exception.StackTrace}";

    private void Tell(Function function, string id, string status, string? fault)
        => console.Write(
            fault is null ? LogLevel.Information : LogLevel.Error,
            $"Function.{function.Name}",
            $"Executed 'Functions.{function.Name}' ({status}, Id={id}){(fault is null ? "" : " " + fault)}");

    private async Task<StreamingMessage> AskAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[message.RequestId] = answer;
        if (_dead is { } dead)
            throw dead;
        Send(message);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private void Send(StreamingMessage message) => _toWorker.Writer.TryWrite(message);

    private static void ThrowOnFailure(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"The worker could not {what}: {result.Exception?.Message}");
    }

    private sealed record Invocation(Function Function)
    {
        public TaskCompletionSource<StatusResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
