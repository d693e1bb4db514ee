using Elaoms.Core.Audit;
using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Elaoms.WebConsole.Http;
using Elaoms.WebConsole.Pages;
using Elaoms.WebConsole.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elaoms.WebConsole;

/// <summary>Adds the console to a host. A host with routes of its own calls <see cref="ConsoleEndpoint"/> instead of mapping it.</summary>
public static class ConsoleServices
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    /// <summary>Registers the console.</summary>
    public static IServiceCollection AddElaomsConsole(this IServiceCollection services) => services
        .AddSingleton<EntraHttp>()
        .AddSingleton<ConsoleSessions>()
        .AddSingleton<ConsoleAssets>()
        .AddSingleton<PageWriter>()
        .AddSingleton<SignInPages>()
        .AddSingleton<TodayHandler>()
        .AddSingleton<CallersHandler>()
        .AddSingleton<CallerHandler>()
        .AddSingleton<ChangeHandler>()
        .AddSingleton<CallHandler>()
        .AddSingleton<FailedHandler>()
        .AddSingleton<JobHandler>()
        .AddSingleton<AuditHandler>()
        .AddSingleton<AgentsHandler>()
        .AddSingleton<SettingsHandler>()
        .AddSingleton<ConsolePages>()
        .AddSingleton(services => new ConsoleEndpoint(
            services.GetRequiredService<OperatorAuthentication>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<ConsoleSessions>(),
            services.GetRequiredService<PageWriter>(),
            services.GetRequiredService<ConsoleAssets>(),
            services.GetRequiredService<ConsolePages>(),
            EntraOf(services),
            services.GetRequiredService<ILogger<ConsoleEndpoint>>()));

    private static EntraSignIn? EntraOf(IServiceProvider services)
        => services.GetRequiredService<ElaomsSettings>().ConsoleEntra is { } entra
            ? ActivatorUtilities.CreateInstance<EntraSignIn>(services, ActivatorUtilities.CreateInstance<EntraTokens>(services, entra))
            : null;

    /// <summary>Maps <c>/console</c>.</summary>
    public static void MapElaomsConsole(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapMethods(
            ConsoleEndpoint.Route, Methods, endpoints.ServiceProvider.GetRequiredService<ConsoleEndpoint>().HandleAsync);
    }
}
