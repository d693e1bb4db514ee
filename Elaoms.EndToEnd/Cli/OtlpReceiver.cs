using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;

namespace Elaoms.EndToEnd.Cli;

/// <summary>
/// Takes what is exported over OTLP as http/protobuf, and keeps the bytes. Texts are in them as they are; ids as raw bytes.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(ReceiveAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>The paths that something was sent to, in order.</summary>
    public IEnumerable<string> Paths
        => _received.Select(request => request.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(CancellationToken.None);
        return receiver;
    }

    /// <summary>Everything sent to a path, a character per byte.</summary>
    public string Received(string path)
        => string.Concat(_received.Where(request => request.Path == path).Select(request => Encoding.Latin1.GetString(request.Body)));

    /// <summary>A text as <see cref="Received"/> has it.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>An id in hexadecimal as <see cref="Received"/> has it.</summary>
    public static string IdBytes(string hex) => Encoding.Latin1.GetString(Convert.FromHexString(hex));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path.Value!, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
