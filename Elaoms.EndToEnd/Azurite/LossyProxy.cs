using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Elaoms.EndToEnd.Azurite;

/// <summary>
/// Stands before an account and loses answers when told to: the service has done what was asked, and whoever asked sees the connection
/// break.
/// </summary>
public sealed partial class LossyProxy : IAsyncDisposable
{
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private readonly WebApplication _app;
    private readonly string _behind;
    private readonly Lock _lock = new();
    private Func<HttpRequest, bool> _loses = _ => false;
    private int _left;
    private int _lost;

    private LossyProxy(string behind)
    {
        _behind = behind;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            for (var i = 0; i < PortOfEndpoint.Count(behind); i++)
                options.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    /// <summary>The account, reached through here.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>How many answers were lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Starts one before the account of a connection string.</summary>
    public static async Task<LossyProxy> StartAsync(string connectionString)
    {
        var proxy = new LossyProxy(connectionString);
        await proxy._app.StartAsync(CancellationToken.None);
        var own = proxy._app.Urls.Select(url => new Uri(url).Port).ToList();
        var next = 0;
        proxy.ConnectionString = PortOfEndpoint.Replace(
            connectionString, endpoint => endpoint.Groups["before"].Value + own[next++].ToString(CultureInfo.InvariantCulture));
        return proxy;
    }

    /// <summary>Loses the next answers to certain requests.</summary>
    public void Lose(int answers, Func<HttpRequest, bool> to)
    {
        lock (_lock)
            (_loses, _left) = (to, answers);
    }

    /// <summary>Loses the next answers to requests of a method for a path that holds a text.</summary>
    public void Lose(int answers, string method, string path)
        => Lose(answers, request => request.Method == method && request.Path.Value!.Contains(path, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(EndpointBehind(context.Connection.LocalPort) + target));
        if (context.Request.ContentLength is not null)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Expect")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        using var answer = await Client.SendAsync(request, context.RequestAborted);
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (IsToBeLost(context.Request))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Connection" or "Keep-Alive" or "Transfer-Encoding")))
            context.Response.Headers[name] = new StringValues([.. values]);
        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private bool IsToBeLost(HttpRequest request)
    {
        lock (_lock)
        {
            if (_left == 0 || !_loses(request))
                return false;
            _left--;
            _lost++;
            return true;
        }
    }

    // The first of our ports stands for the first endpoint of the connection string, and so on.
    private string EndpointBehind(int port)
    {
        var index = _app.Urls.Select(url => new Uri(url).Port).ToList().IndexOf(port);
        return PortOfEndpoint.Matches(_behind)[index].Value;
    }

    [GeneratedRegex(@"(?<before>http://127\.0\.0\.1:)\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortOfEndpoint { get; }
}
