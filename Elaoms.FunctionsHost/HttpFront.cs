using System.Net;
using Elaoms.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Elaoms.FunctionsHost;

/// <summary>
/// Where the host takes requests: it sends them on to the worker, and tells the worker by gRPC that they are a function's.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";
    private const string WrongMethod = "405 HTTP Method Not Supported";

    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly PlayedFunctionsHost _host;
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _toWorker = new(
        new WorkerRetry(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }));

    private HttpFront(PlayedFunctionsHost host, string prefix, IEnumerable<Function> functions, int port, long maxBodyBytes)
    {
        _host = host;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = maxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        // A path that no function takes with this method is not found.
        _app.UseRouting();
        _app.Use((context, next) => context.GetEndpoint()?.DisplayName == WrongMethod ? NotFound(context) : next(context));
        foreach (var function in functions)
            _app.MapMethods(
                $"{prefix}/{function.Text("route") ?? function.Name}", function.Methods, context => ForwardAsync(context, function));
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts to listen.</summary>
    /// <param name="host">Runs the functions.</param>
    /// <param name="prefix">What each route begins with.</param>
    /// <param name="functions">The functions that HTTP triggers.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="maxBodyBytes">The longest body, in bytes.</param>
    public static async Task<HttpFront> StartAsync(
        PlayedFunctionsHost host, string prefix, IEnumerable<Function> functions, int port, long maxBodyBytes)
    {
        var front = new HttpFront(host, prefix, functions, port, maxBodyBytes);
        await front._app.StartAsync(CancellationToken.None);
        return front;
    }

    /// <summary>Takes no more requests, and waits for those in progress unless told not to.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _toWorker.Dispose();
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task ForwardAsync(HttpContext context, Function function)
    {
        var worker = await _host.WorkerAsync(context.RequestAborted);
        var id = Guid.NewGuid().ToString();
        context.Request.Headers[InvocationHeader] = id;
        var request = new InvocationRequest { InvocationId = id };
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = new TypedData { Http = new RpcHttp() } });
        if (context.Request.Headers.TraceParent is [{ } parent])
            request.TraceContext = new RpcTraceContext { TraceParent = parent };

        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        var forwarding = forwarder.SendAsync(
            context, worker.HttpUri.AbsoluteUri, _toWorker, Forwarding, HttpTransformer.Default, CancellationToken.None).AsTask();
        try
        {
            var result = await worker.InvokeAsync(function, request, context.RequestAborted);
            await forwarding;
            if (result.Status != StatusResult.Types.Status.Success && !context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (WorkerDiedException)
        {
            await forwarding;
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
