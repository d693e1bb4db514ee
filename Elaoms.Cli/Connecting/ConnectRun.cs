using Azure.Identity;
using Azure.Storage.Blobs;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Applying;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Connect.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Connecting;

/// <summary>One run of <c>elaoms connect</c>: reads, plans, shows, and changes what it is told to.</summary>
internal sealed class ConnectRun(ConnectOrder order, TimeProvider time)
{
    /// <summary>Where the API key is.</summary>
    public const string KeyName = SettingNames.ElevenLabsApiKey;

    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);
    private readonly IConfiguration _values = CliConfiguration.Read(order.EnvFile, makeKeys: false).Values;

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var api = ApiAddress();
        await using var services = Services(api);
        var (client, states) = (services.GetRequiredService<ElevenLabsClient>(), States());
        try
        {
            var state = await states.ReadAsync(cancellationToken);
            if (!state.IsEmpty && state.Api is { } known && known != api.Host)
                throw new CliException($"{states.Name} tells of the workspace of {known}, not of {api.Host}. Use --state for another one.");
            var stamped = new StampedState(states, api.Host);
            return order.Undo
                ? await UndoAsync(client, stamped, cancellationToken)
                : await ConnectAsync(client, services, stamped, cancellationToken);
        }
        catch (Exception fault) when (fault is ElevenLabsException or ConnectException)
        {
            throw new CliException(fault.Message, fault) { Code = ExitCode.Failure };
        }
    }

    private async Task<int> UndoAsync(ElevenLabsClient client, IConnectStateStore states, CancellationToken cancellationToken)
    {
        if ((await states.ReadAsync(cancellationToken)).IsEmpty)
        {
            Say($"There is nothing to undo: {states.Name} holds nothing.");
            return ExitCode.Success;
        }

        var report = new ConnectReport { OnDone = Say };
        await new ConnectUndo(client, states).UndoAsync(order.Agents, report, cancellationToken);
        return End(plan: null, report);
    }

    private async Task<int> ConnectAsync(
        ElevenLabsClient client, ServiceProvider services, IConnectStateStore states, CancellationToken cancellationToken)
    {
        var memory = new MemoryClient(services.GetRequiredService<IHttpClientFactory>().CreateClient(MemoryClient.HttpName), time);
        var (deployment, keys) = await DeploymentAsync(services, cancellationToken);
        var wish = Wish(keys);
        var agents = await AgentsAsync(client, cancellationToken);
        var snapshot = await new SnapshotReader(client, memory, deployment).ReadAsync(wish, agents, cancellationToken);
        var plan = Planner.Plan(snapshot, wish, await states.ReadAsync(cancellationToken));
        if (plan.Variables is { } variables && deployment.HowToKeepVariables(variables) is { } advice)
            plan = plan with { Warnings = [.. plan.Warnings, advice] };
        if (!order.Json)
        {
            foreach (var line in ConnectText.Lines(plan, deployment.Name).Append("").Append(ConnectText.End(plan)))
                Console.Out.WriteLine(line);
        }

        if (!await IsWantedAsync(plan, cancellationToken))
        {
            if (order.Json)
                End(plan, report: null);
            return plan.IsWhole ? ExitCode.Success : ExitCode.Failure;
        }

        var report = new ConnectReport { OnDone = Say };
        var readiness = new DeploymentReadiness(memory, deployment, time) { OnWait = text => Console.Error.WriteLine(text) };
        await new ConnectApply(client, deployment, readiness, states).ApplyAsync(plan, wish, report, cancellationToken);
        if (order.Test)
        {
            foreach (var agent in plan.Agents.Where(agent => agent.Refusals.Count == 0))
                await new AgentTestRunner(client, states, time).RunAsync(agent.AgentId, agent.Name, report, cancellationToken);
        }

        return Math.Max(End(plan, report), plan.IsWhole ? ExitCode.Success : ExitCode.Failure);
    }

    private async Task<bool> IsWantedAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        if (plan.AdminTasks.Count > 0)
            return false;
        if (order.Apply || !order.Ask || plan.IsEmpty)
            return order.Apply || order.Test && plan.IsEmpty;
        await Console.Error.WriteAsync("Change this? [y/N] ".AsMemory(), cancellationToken);
        return (await Console.In.ReadLineAsync(cancellationToken))?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private int End(ConnectPlan? plan, ConnectReport? report)
    {
        if (order.Json)
        {
            using var output = Console.OpenStandardOutput();
            ConnectJson.Write(output, plan, report);
        }
        else
        {
            foreach (var left in report!.LeftAlone)
                Console.Out.WriteLine($"left     {left}");
            foreach (var fault in report.Faults)
                Console.Out.WriteLine($"fault    {fault}");
            if (report.Done.Count > 0 && report.Faults.Count == 0)
                Console.Out.WriteLine("All of it was read back and is as it should be.");
        }

        return report is { Faults.Count: > 0 } ? ExitCode.Failure : ExitCode.Success;
    }

    private void Say(string what)
    {
        if (!order.Json)
            Console.Out.WriteLine($"done     {what}");
    }

    private Uri ApiAddress()
    {
        var address = _values[SettingNames.ElevenLabsApiUrl] is { Length: > 0 } text ? text : "https://api.elevenlabs.io";
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == "https" || url.Scheme == "http" && url.IsLoopback)
            ? url
            : throw new CliException($"{SettingNames.ElevenLabsApiUrl} must be an https URL.");
    }

    private ServiceProvider Services(Uri api)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time).AddElevenLabs(api, ClientKeys.First(_values, KeyName));
        services.AddHttpClient(MemoryClient.HttpName, http => http.Timeout = LongestRequest).RemoveAllLoggers();
        return services.BuildServiceProvider();
    }

    private ConnectWish Wish((string ClientData, string? SearchData) keys)
    {
        var url = order.Url ?? (order.Azure && _values["SERVICE_URL"] is { Length: > 0 } service ? new Uri(service) : null)
            ?? throw new CliException("--url is missing: the address at which ElevenLabs reaches the deployment.");

        // ElevenLabs calls https only; a platform that is played on this machine calls this machine.
        if (url.Scheme != "https" && !(url.IsLoopback && ApiAddress().IsLoopback))
            throw new CliException("--url must be an https address that ElevenLabs can reach. A tunnel gives one: README.md.");
        return new ConnectWish(url, keys.ClientData, keys.SearchData)
        {
            PostCall = PostCall(),
            Nodes = order.Nodes,
            Variable = order.Variable,
            WebhookId = order.Webhook,
            Collect = order.Collect,
            Prompt = order.Prompt,
        };
    }

    private Uri? PostCall()
        => order.PostCall ?? (order.Azure && _values["POST_CALL_URL"] is { Length: > 0 } address ? new Uri(address) : null);

    private async Task<(IDeployment Deployment, (string ClientData, string? SearchData) Keys)> DeploymentAsync(
        ServiceProvider services, CancellationToken cancellationToken)
    {
        if (!order.Azure)
        {
            var isOpen = string.Equals(_values[SettingNames.SearchDataAllowAnonymous], "true", StringComparison.OrdinalIgnoreCase);
            return (
                new SettingsFileDeployment(order.EnvFile?.FullName ?? Path.GetFullPath(".env")),
                (ClientKeys.First(_values, SettingNames.ClientDataKey),
                    isOpen ? null : ClientKeys.First(_values, SettingNames.SearchDataKey)));
        }

        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(MemoryClient.HttpName);
        var azure = new AzureApps(http, new DefaultAzureCredential(), AzureNames.Read(_values, PostCall()));
        return (
            new KeyVaultDeployment(azure, _values["APP_SETTINGS"]),
            (await KeyAsync(SettingNames.ClientDataKey), await KeyAsync(SettingNames.SearchDataKey)));

        async Task<string> KeyAsync(string setting)
            => (await azure.ReadSecretAsync(KeyVaultDeployment.NameOf(setting), cancellationToken))?.Split(',')[0].Trim()
                ?? throw new CliException($"{azure.VaultName} has no {KeyVaultDeployment.NameOf(setting)}. Run azd provision.");
    }

    private async Task<IReadOnlyList<string>> AgentsAsync(ElevenLabsClient client, CancellationToken cancellationToken)
    {
        if (!order.AllWithNumbers)
            return order.Agents;
        var numbers = await client.Agents.ListPhoneNumbersAsync(cancellationToken);
        return
        [
            .. order.Agents.Concat(numbers.Select(number => number.AssignedAgent?.AgentId).OfType<string>())
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private IConnectStateStore States() => order.State switch
    {
        null => new ConnectStateFile(Path.Combine(CliConfiguration.DataFolder(_values), ConnectStateFile.FileName)),
        var place when Uri.TryCreate(place, UriKind.Absolute, out var blob) && blob.Scheme == "https"
            => new ConnectStateBlob(new BlobClient(blob, new DefaultAzureCredential())),
        var place => new ConnectStateFile(Path.GetFullPath(place)),
    };

    /// <summary>Notes in the state which workspace it tells of.</summary>
    private sealed class StampedState(IConnectStateStore states, string api) : IConnectStateStore
    {
        public string Name => states.Name;

        public Task<ConnectState> ReadAsync(CancellationToken cancellationToken) => states.ReadAsync(cancellationToken);

        public Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
        {
            state.Api = api;
            return states.WriteAsync(state, cancellationToken);
        }
    }
}
