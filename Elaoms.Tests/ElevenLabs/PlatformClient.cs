using Elaoms.ElevenLabs.Api;
using Elaoms.FakePlatform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests.ElevenLabs;

/// <summary>The client of ElevenLabs' API, as the product registers it, on a clock on which retries don't take long.</summary>
public sealed class PlatformClient : IAsyncDisposable
{
    private const int Hurry = 1000;
    private readonly ServiceProvider _services;

    private PlatformClient(Uri address, string key, ILoggerProvider? log)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (log is not null)
                logging.AddProvider(log);
        });
        services.AddSingleton<TimeProvider>(new MovableClock(Hurry)).AddElevenLabs(address, key);
        _services = services.BuildServiceProvider();
    }

    public ElevenLabsClient Api => _services.GetRequiredService<ElevenLabsClient>();

    public static PlatformClient Of(PlayedPlatform platform, string? key = null, ILoggerProvider? log = null)
        => new(platform.Address, key ?? platform.Key, log);

    public static PlatformClient Of(Uri address, string key) => new(address, key, log: null);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
