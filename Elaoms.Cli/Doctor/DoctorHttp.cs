using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor;

/// <summary>HTTP for the checks: no redirects, no cookies, no keys, and short timeouts.</summary>
internal static class DoctorHttp
{
    private const string Name = "doctor";
    private const int LongestAnswerBytes = 1 << 20;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(3);

    /// <param name="useProxy">Whether a proxy that the environment names is used; .NET would also ask it for this machine.</param>
    public static ServiceProvider Create(bool useProxy = true)
    {
        var services = new ServiceCollection();
        services
            .AddHttpClient(Name, http =>
            {
                http.Timeout = LongestRequest;
                http.MaxResponseContentBufferSize = LongestAnswerBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = useProxy,
                ConnectTimeout = LongestConnecting,
            })
            .RemoveAllLoggers();
        return services.BuildServiceProvider();
    }

    public static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient(Name);

    /// <summary>Whether an exception says no more than that nobody answered.</summary>
    public static bool IsNoAnswer(Exception fault, CancellationToken cancellationToken)
        => fault is HttpRequestException or IOException
            || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
