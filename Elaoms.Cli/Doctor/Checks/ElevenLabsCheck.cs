using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Reconcile;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>
/// What ElevenLabs sees of this deployment: whether its deliveries fail, how calls of the search tool ended, branches that take calls
/// without
/// the tool, and variables that nobody answers.
/// </summary>
/// <param name="services">See <see cref="Services"/>.</param>
/// <param name="settings">The settings.</param>
/// <param name="deployment">The deployment; null for whatever is named like ours.</param>
/// <param name="time">The clock.</param>
internal sealed class ElevenLabsCheck(IServiceProvider services, ElaomsSettings settings, Uri? deployment, TimeProvider time) : ICheck
{
    public const string Name = "elevenlabs";

    private static readonly TimeSpan LookedAt = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);
    private readonly ElevenLabsClient _api = services.GetRequiredService<ElevenLabsClient>();

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
        foreach (var finding in await CheckWebhooksAsync(cancellationToken))
            yield return finding;

        var tools = (await _api.Tools.ListAsync(OwnNames.Tool, cancellationToken)).Where(tool => RecallTool.IsOurs(tool.ToolConfig)
            && (deployment is null || RecallTool.UrlOf(tool.ToolConfig)!.Authority == deployment.Authority)).ToList();
        if (tools.Count == 0)
        {
            yield return CheckResult.Warning(
                Name, $"No tool {OwnNames.Tool} leads here: agents can't search.", "Connect them: elaoms connect --help");
            yield break;
        }

        var agents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            agents.UnionWith((await _api.Tools.ListDependentAgentsAsync(tool.Id, cancellationToken)).Select(agent => agent.Id));
            yield return await CheckExecutionsAsync(tool, cancellationToken);
        }

        var ids = tools.Select(tool => tool.Id).ToHashSet(StringComparer.Ordinal);
        var answered = await AnsweredAsync(cancellationToken);
        foreach (var agent in agents)
        {
            foreach (var finding in await CheckAgentAsync(agent, ids, answered, cancellationToken))
                yield return finding;
        }
    }

    private async Task<IReadOnlyList<CheckResult>> CheckWebhooksAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkspaceWebhook> hooks;
        try
        {
            hooks = await _api.Webhooks.ListAsync(cancellationToken);
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.Forbidden)
        {
            return
            [
                CheckResult.Warning(
                    Name, "The API key may not read the workspace's webhooks, so failed deliveries can't be seen.",
                    "Use the key of a workspace admin."),
            ];
        }

        var ours = PostCallWebhooks.Of(hooks, deployment);
        return ours.Count == 0
            ? [CheckResult.Warning(Name, "No post-call webhook leads here: no call is learned.", "Connect the agents: elaoms connect "
                + "--help")]
            : [.. ours.Select(Check)];
    }

    private static CheckResult Check(WorkspaceWebhook hook)
    {
        var failure = hook.MostRecentFailureErrorCode is { } code
            ? Text($" The last failed delivery got {code}{(hook.MostRecentFailureTimestamp is { } at
                ? Text($" on {DateTimeOffset.FromUnixTimeSeconds(at):yyyy-MM-dd HH:mm} UTC") : "")}.")
            : "";
        return hook switch
        {
            { IsAutoDisabled: true } => CheckResult.Error(
                Name,
                $"ElevenLabs switched the webhook “{hook.Name}” off after failures: no call is learned.{failure}",
                "Fix the cause, then run elaoms connect --apply: it switches the webhook on. Fetch the missed calls: elaoms reconcile."),
            { IsDisabled: true } => CheckResult.Error(
                Name, $"The webhook “{hook.Name}” is switched off: no call is learned.", "Run elaoms connect --apply: it switches it on."),
            { MostRecentFailureErrorCode: not null } => CheckResult.Warning(
                Name,
                $"Deliveries of the webhook “{hook.Name}” have failed.{failure}",
                hook.MostRecentFailureErrorCode == 401
                    ? $"Its secret is not in {SettingNames.PostCallKey} of the deployment: add it, or run elaoms connect --apply."
                    : "Look at the log of that time. Fetch the missed calls: elaoms reconcile."),
            _ => CheckResult.Ok(Name, $"The webhook “{hook.Name}” is on, and no delivery has failed."),
        };
    }

    private async Task<CheckResult> CheckExecutionsAsync(Tool tool, CancellationToken cancellationToken)
    {
        var failed = await _api.Tools.ListFailedExecutionsAsync(tool.Id, time.GetUtcNow() - LookedAt, cancellationToken);
        var kinds = failed.GroupBy(call => call.ErrorType ?? "unknown", StringComparer.Ordinal).OrderByDescending(kind => kind.Count())
            .Select(kind => Text($"{kind.Count()} {kind.Key}"));
        return failed.Count == 0
            ? CheckResult.Ok(Name, $"No call of the tool {tool.Id} failed in 7 days.")
            : CheckResult.Warning(
                Name,
                $"Calls of the tool {tool.Id} failed in the last 7 days: {string.Join(", ", kinds)}.",
                "customer_auth: the key or token is wrong, run elaoms connect --apply. client_timeout: search-data was too slow, see its "
                    + "log.");
    }

    private async Task<IReadOnlyList<CheckResult>> CheckAgentAsync(
        string id, HashSet<string> ours, JsonObject? answered, CancellationToken cancellationToken)
    {
        var findings = new List<CheckResult>();
        var main = await _api.Agents.GetAsync(id, branchId: null, cancellationToken);
        var branches = await BranchesAsync(main, cancellationToken);
        var without = branches.Where(branch => !AttachedTools.Of(branch.Agent).Any(ours.Contains)).Select(branch => branch.Name).ToList();
        if (without.Count > 0)
            findings.Add(CheckResult.Warning(
                Name,
                $"Branches of {main.Name} take calls without the tool {OwnNames.Tool}: {string.Join(", ", without)}.",
                $"Run elaoms connect --agent {id} --apply."));
        if (answered is null || main.PhoneNumbers.Count + main.WhatsappAccounts.Count == 0)
            return findings;

        var tools = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var toolId in branches.SelectMany(branch => AttachedTools.Of(branch.Agent)).Distinct(StringComparer.Ordinal))
            tools[toolId] = (await _api.Tools.GetAsync(toolId, cancellationToken)).ToolConfig;
        var missing = branches.SelectMany(branch => KnownVariables.UsedBy(branch.Agent, tools)).Distinct(StringComparer.Ordinal)
            .Where(name => !answered.ContainsKey(name)).ToList();
        findings.Add(missing.Count == 0
            ? CheckResult.Ok(Name, $"Every variable of {main.Name} is answered.")
            : CheckResult.Error(
                Name,
                $"{main.Name} uses {string.Join(", ", missing)}, which nobody answers: its calls end at their start.",
                $"Set {SettingNames.DynamicVariables}={KnownVariables.Setting(missing, answered, [])}"));
        return findings;
    }

    private async Task<IReadOnlyList<(string Name, Agent Agent)>> BranchesAsync(Agent main, CancellationToken cancellationToken)
    {
        var branches = new List<(string Name, Agent Agent)>();
        try
        {
            foreach (var branch in await _api.Agents.ListBranchesAsync(main.AgentId, cancellationToken))
            {
                if (branch.CurrentLivePercentage > 0)
                    branches.Add((branch.Name, await _api.Agents.GetAsync(main.AgentId, branch.Id, cancellationToken)));
            }
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            // An agent without branches.
        }

        return branches.Count > 0 ? branches : [("main", main)];
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
