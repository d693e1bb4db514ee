using Elaoms.Core.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Web.Webhooks;

/// <summary>Says at the start that search-data asks for no key.</summary>
internal sealed partial class AnonymousSearchWarning(ElaomsSettings settings, ILogger<AnonymousSearchWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.SearchDataAllowAnonymous)
            LogOpen();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        3003,
        LogLevel.Warning,
        "SEARCH_DATA_ALLOW_ANONYMOUS is true: search-data requires no key. Everybody who can reach it can read what callers said.")]
    private partial void LogOpen();
}
