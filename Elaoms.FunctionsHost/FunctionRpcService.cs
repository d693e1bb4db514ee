using Elaoms.FunctionsHost.Rpc;
using Grpc.Core;
using Content = Elaoms.FunctionsHost.Rpc.StreamingMessage.ContentOneofCase;

namespace Elaoms.FunctionsHost;

/// <summary>Takes the worker's stream and hands it to the channel of the worker that says its name first.</summary>
internal sealed class FunctionRpcService(WorkerChannels channels) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.ContentCase != Content.StartStream)
            throw new Grpc.Core.RpcException(new Status(StatusCode.FailedPrecondition, "A worker begins with its name."));
        if (channels.Find(requestStream.Current.StartStream.WorkerId) is not { } channel)
            throw new Grpc.Core.RpcException(new Status(StatusCode.NotFound, "No such worker was started."));
        try
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or InvalidOperationException
            && context.CancellationToken.IsCancellationRequested)
        {
            // The worker or the host has ended; whoever started the process sees to it.
        }
    }
}
