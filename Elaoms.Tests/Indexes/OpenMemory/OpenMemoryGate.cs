using Elaoms.Indexes.OpenMemory;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>Who is let in.</summary>
internal static class OpenMemoryGate
{
    private const int MaxBodyBytes = 1_000_000;
    private static readonly string[] PublicPaths = ["/health", "/dashboard/health", "/api/system/health", "/api/system/stats"];

    /// <summary>The answer to a request that may not come in.</summary>
    public static OpenMemoryAnswer? Refusal(OpenMemoryRequest request, FakeOpenMemory server)
    {
        if (request.Length > MaxBodyBytes)
            return OpenMemoryAnswer.TooLarge;
        if (request.Method == "OPTIONS")
            return new OpenMemoryAnswer(200, Json: null, "");
        if (Array.Exists(PublicPaths, path => request.Target.StartsWith(path, StringComparison.Ordinal)))
            return null;
        if (server.Key is null)
            return server.Dialect == OpenMemoryDialect.UserIds || server.DevAllowNoAuth
                ? null
                : OpenMemoryAnswer.New(503, "auth_not_configured");
        if (request.Key.Length == 0)
            return OpenMemoryAnswer.New(401, "authentication_required", "API key required");
        return request.Key == server.Key ? null : OpenMemoryAnswer.New(403, "invalid_api_key");
    }

    /// <summary>Whose requests come in; null where there are no tenants.</summary>
    public static string? Tenant(FakeOpenMemory server)
        => server.Dialect == OpenMemoryDialect.UserIds ? null : server.Key is { } key ? FakeOpenMemory.TenantOf(key) : "dev-no-auth";
}
