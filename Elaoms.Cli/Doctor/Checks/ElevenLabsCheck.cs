using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Checking;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>What ElevenLabs sees of this deployment, as <see cref="ConnectionCheck"/> finds it.</summary>
/// <param name="services">See <see cref="Services"/>.</param>
/// <param name="settings">The settings.</param>
/// <param name="deployment">The deployment; null for whatever is named like ours.</param>
/// <param name="time">The clock.</param>
internal sealed class ElevenLabsCheck(IServiceProvider services, ElaomsSettings settings, Uri? deployment, TimeProvider time) : ICheck
{
    public const string Name = "elevenlabs";

    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(90);

    public string RemedyOfFault => $"Check {SettingNames.ElevenLabsApiKey} and {SettingNames.ElevenLabsApiUrl}.";

    /// <summary>The clients that the check needs.</summary>
    public static ServiceProvider Services(ElaomsSettings settings, string key, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time).AddElevenLabs(settings.ElevenLabsApi, key);
        services.AddHttpClient(MemoryClient.HttpName, http => http.Timeout = LongestRequest).RemoveAllLoggers();
        return services.BuildServiceProvider();
    }

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var check = new ConnectionCheck(services.GetRequiredService<ElevenLabsClient>(), time);
        await foreach (var found in check.CheckAsync(deployment, await AnsweredAsync(cancellationToken), cancellationToken))
            yield return new CheckResult(Name, (CheckStatus)found.Level, found.What, found.Remedy);
    }

    // Null where there is no deployment to be asked.
    private async Task<JsonObject?> AnsweredAsync(CancellationToken cancellationToken)
    {
        if (deployment is null)
            return null;
        var memory = new MemoryClient(services.GetRequiredService<IHttpClientFactory>().CreateClient(MemoryClient.HttpName), time);
        try
        {
            return await memory.ReadVariablesAsync(
                new ConnectWish(deployment, settings.ClientDataKeys[0], SearchDataKey: null), agentId: null, cancellationToken);
        }
        catch (ConnectException)
        {
            // The check of the deployment says so.
            return null;
        }
    }
}
