namespace Elaoms.FunctionsHost;

/// <summary>
/// Sends a request again that did not reach the worker, as the host's <c>RetryProxyHandler</c> does: the worker may take functions before it
/// listens.
/// </summary>
/// <remarks>https://github.com/Azure/azure-functions-host, WebJobs.Script.Grpc, as of version 4.1037.</remarks>
internal sealed class WorkerRetry(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRetries = 10;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConnectionError && retry < MostRetries)
            {
                await Task.Delay(delay, cancellationToken);
                delay = TimeSpan.FromTicks(long.Min(delay.Ticks * 2, LongestDelay.Ticks));
            }
        }
    }
}
