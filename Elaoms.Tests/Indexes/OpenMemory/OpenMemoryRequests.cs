using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// What happens to a request, in this order: it is counted, may break something, waits, is refused, or is answered, and the answer may be
/// lost.
/// </summary>
internal sealed class OpenMemoryRequests(FakeOpenMemory server, OpenMemoryStore store, TimeProvider time)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private readonly OpenMemoryRoutes _routes = new(server, store, time);
    private readonly FaultyAnswers _faulty = new(server, time);
    private int _count;
    private int _busy;
    private int _busiest;

    public int Count => Volatile.Read(ref _count);

    public int Busiest => Volatile.Read(ref _busiest);

    public ConcurrentQueue<string> Log { get; } = new();

    private OpenMemoryFaults Faults => server.Faults;

    public async Task HandleAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _count);
        InterlockedMax(ref _busiest, Interlocked.Increment(ref _busy));
        try
        {
            Log.Enqueue($"{context.Request.Method} {string.Join('/', context.Request.Path.Value!.Trim('/').Split('/').Take(2))}");
            await HandleAsync(context, number);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task HandleAsync(HttpContext context, int number)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var request = OpenMemoryRequest.Of(
            context.Request, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), bytes.Length);
        if (request.IsDeadlyFor(server))
        {
            context.Abort();
            _ = server.StopAsync();
            return;
        }

        if (IsTurn(Faults.ResetEvery, number))
        {
            context.Abort();
            return;
        }

        await Faults.WhileHangingAsync(context.RequestAborted);
        var answer = _faulty.InsteadOf(request, fails: IsTurn(Faults.FailEvery, number), context.Response.Headers)
            ?? OpenMemoryGate.Refusal(request, server)
            ?? await _routes.AnswerAsync(request, context.RequestAborted);
        if (IsTurn(Faults.LoseAnswerEvery, number))
            context.Abort();
        else
            await WriteAsync(context, answer, isCut: IsTurn(Faults.CutBodyEvery, number));
    }

    private static async Task WriteAsync(HttpContext context, OpenMemoryAnswer answer, bool isCut)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Json?.ToJsonString(Plain) ?? answer.Text!);
        context.Response.StatusCode = answer.Status;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET,POST,PUT,PATCH,DELETE,OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "Content-Type,Authorization,x-api-key";
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = bytes.Length;
        // An answer with less than was promised makes Kestrel close the connection after it.
        await context.Response.Body.WriteAsync(isCut ? bytes.AsMemory(0, bytes.Length / 2) : bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static bool IsTurn(int every, int request) => every > 0 && request % every == 0;

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, known) == known)
                return;
        }
    }
}
