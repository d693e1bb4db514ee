using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>
/// Some HTTP server on a port of its own: it answers as it is told, and its answers carry the date of the system's clock unless they are
/// told another.
/// </summary>
internal sealed class SomeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SomeServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<SomeServer> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer ?? (_ => Task.CompletedTask));
        await app.StartAsync(CancellationToken.None);
        return new SomeServer(app);
    }

    /// <summary>Starts one that gives status and body by path, and 404 elsewhere.</summary>
    public static Task<SomeServer> StartAsync(params (string Path, int Status, string Body)[] answers) => StartAsync(context =>
    {
        var answer = answers.FirstOrDefault(answer => context.Request.Path == answer.Path);
        context.Response.StatusCode = answer.Path is null ? StatusCodes.Status404NotFound : answer.Status;
        return context.Response.WriteAsync(answer.Body ?? "", context.RequestAborted);
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
