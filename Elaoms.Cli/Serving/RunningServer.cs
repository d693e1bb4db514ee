using Microsoft.AspNetCore.Builder;

namespace Elaoms.Cli.Serving;

/// <summary>What can be said of a server that has been started.</summary>
internal static class RunningServer
{
    /// <summary>Its first address, as a client can use it.</summary>
    public static Uri Address(this WebApplication app)
        => new(app.Urls.First().Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal));
}
