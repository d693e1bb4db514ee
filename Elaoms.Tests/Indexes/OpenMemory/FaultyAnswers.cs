using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Indexes.OpenMemory;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>What is answered instead, where a switch says so.</summary>
internal sealed class FaultyAnswers(FakeOpenMemory server, TimeProvider time)
{
    private const int Depth = 100_000;

    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnds;
    private int _inWindow;

    private OpenMemoryFaults Faults => server.Faults;

    /// <summary>The answer that stands in for the right one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fails">Whether it is this request's turn to fail.</param>
    /// <param name="headers">Where headers go that every answer has.</param>
    public OpenMemoryAnswer? InsteadOf(OpenMemoryRequest request, bool fails, IHeaderDictionary headers)
    {
        if (Faults.TenantMismatch)
            return OpenMemoryAnswer.TenantMismatch;
        if (Faults.AuthNotConfigured)
            return OpenMemoryAnswer.New(503, "auth_not_configured");
        if (Faults.BadGateway)
            return new OpenMemoryAnswer(502, Json: null, "<html><h1>Bad Gateway</h1></html>", "text/html");
        if (Faults.OtherService)
            return new OpenMemoryAnswer(200, Json: null, "<html><h1>Welcome</h1></html>", "text/html");
        if (Faults.EmptyAnswers)
            return OpenMemoryAnswer.Ok(Nothing(request));
        if (Faults.HugeAnswers)
            return OpenMemoryAnswer.Ok(new JsonObject { ["id"] = "x", ["filler"] = new string('x', 8 << 20) });
        if (Faults.DeepAnswers)
            return new OpenMemoryAnswer(
                200, Json: null, $$"""{"id":"x","matches":{{new string('[', Depth)}}{{new string(']', Depth)}}}""", "application/json");
        if (!Faults.TryTakeRequest() || IsOverLimit(headers))
            return new OpenMemoryAnswer(
                429, new JsonObject { ["error"] = "rate_limit_exceeded", ["retry_after"] = Faults.RetryAfterSeconds });
        if (!fails)
            return null;
        if (server.Dialect == OpenMemoryDialect.Tenants)
            return OpenMemoryAnswer.New(500, "query_failed", "SQLITE_BUSY");
        return request.Is("POST", "memory", "query") ? OpenMemoryAnswer.Matches(Query(request), []) : OpenMemoryAnswer.Old(500, "internal");
    }

    private bool IsOverLimit(IHeaderDictionary headers)
    {
        if (Faults.RequestsPerWindow is not { } limit)
            return false;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _windowEnds)
                (_windowEnds, _inWindow) = (now + Faults.Window, 0);
            _inWindow++;
            headers["X-RateLimit-Limit"] = Text(limit);
            headers["X-RateLimit-Remaining"] = Text(Math.Max(0, limit - _inWindow));
            headers["X-RateLimit-Reset"] = Text(_windowEnds.ToUnixTimeSeconds());
            return _inWindow > limit;
        }
    }

    private static JsonObject Nothing(OpenMemoryRequest request) => request switch
    {
        _ when request.Is("POST", "memory", "query") => (JsonObject)OpenMemoryAnswer.Matches(Query(request), []).Json!,
        { Method: "GET", Path: ["memory", "all"] or ["users", _, "memories"] } => new JsonObject { ["items"] = new JsonArray() },
        _ => [],
    };

    private static JsonNode? Query(OpenMemoryRequest request) => (request.Body as JsonObject)?["query"]?.DeepClone();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
