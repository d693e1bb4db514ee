using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Reconcile;

namespace Elaoms.ElevenLabs.Connect.Checking;

/// <summary>
/// Finds what leads to a deployment at ElevenLabs: whether its webhooks are on and their deliveries arrive, how calls of the search tool
/// ended, and how each agent with that tool is connected.
/// </summary>
public sealed class ConnectionCheck(ElevenLabsClient api, TimeProvider time)
{
    // The end of the year 2999.
    private const long LatestUnixSeconds = 32_503_679_999;

    private static readonly TimeSpan LookedAt = TimeSpan.FromDays(7);

    /// <summary>Looks, and changes nothing.</summary>
    /// <param name="deployment">The deployment; null for any.</param>
    /// <param name="answered">The variables that it answers; null where nobody knows.</param>
    /// <exception cref="ElevenLabsException">ElevenLabs can't be asked.</exception>
    public async IAsyncEnumerable<AgentFinding> CheckAsync(
        Uri? deployment, JsonObject? answered, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hooks = await SnapshotReader.UnlessForbiddenAsync(() => api.Webhooks.ListAsync(cancellationToken));
        var ours = hooks is null ? null : PostCallWebhooks.Of(hooks, deployment);
        foreach (var finding in Check(ours))
            yield return finding;

        var tools = (await api.Tools.ListAsync(OwnNames.Tool, cancellationToken)).Where(tool => RecallTool.IsOurs(tool.ToolConfig)
            && (deployment is null || RecallTool.UrlOf(tool.ToolConfig)!.Authority == deployment.Authority)).ToList();
        if (tools.Count == 0)
        {
            yield return new AgentFinding(
                FindingLevel.Warning, $"No tool {OwnNames.Tool} leads here: agents can't search.", "Connect them: elaoms connect --help");
            yield break;
        }

        var agents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            agents.UnionWith((await api.Tools.ListDependentAgentsAsync(tool.Id, cancellationToken)).Select(agent => agent.Id));
            yield return await CheckExecutionsAsync(tool, cancellationToken);
        }

        var workspace = await SnapshotReader.UnlessForbiddenAsync(() => api.Webhooks.ReadSettingsAsync(cancellationToken));
        var check = new AgentCheck(
            api,
            deployment,
            tools.Select(tool => tool.Id).ToHashSet(StringComparer.Ordinal),
            // Deliveries may go to an app of their own, at another address.
            hooks is null
                ? null
                : PostCallWebhooks.Of(hooks, deployment: null).Select(hook => hook.WebhookId).ToHashSet(StringComparer.Ordinal),
            workspace,
            answered);
        foreach (var agent in agents)
        {
            foreach (var finding in await check.CheckAsync(agent, cancellationToken))
                yield return finding;
        }
    }

    private static IEnumerable<AgentFinding> Check(IReadOnlyList<WorkspaceWebhook>? ours) => ours switch
    {
        null =>
        [
            new AgentFinding(
                FindingLevel.Warning,
                "The API key may not read the workspace's webhooks, so failed deliveries can't be seen.",
                "Use the key of a workspace admin."),
        ],
        [] =>
        [
            new AgentFinding(
                FindingLevel.Warning, "No post-call webhook leads here: no call is learned.", "Connect the agents: elaoms connect --help"),
        ],
        _ => ours.Select(Check),
    };

    private static AgentFinding Check(WorkspaceWebhook hook)
    {
        var failure = hook.MostRecentFailureErrorCode is { } code
            ? Text($" The last failed delivery got {code}{(hook.MostRecentFailureTimestamp is { } at and >= 0 and <= LatestUnixSeconds
                ? Text($" on {DateTimeOffset.FromUnixTimeSeconds(at):yyyy-MM-dd HH:mm} UTC") : "")}.")
            : "";
        return hook switch
        {
            { IsAutoDisabled: true } => new AgentFinding(
                FindingLevel.Error,
                $"ElevenLabs switched the webhook “{hook.Name}” off after failures: no call is learned.{failure}",
                "Fix the cause, then run elaoms connect --apply: it switches the webhook on. Fetch the missed calls: elaoms reconcile."),
            { IsDisabled: true } => new AgentFinding(
                FindingLevel.Error,
                $"The webhook “{hook.Name}” is switched off: no call is learned.", "Run elaoms connect --apply: it switches it on."),
            { MostRecentFailureErrorCode: not null } => new AgentFinding(
                FindingLevel.Warning,
                $"Deliveries of the webhook “{hook.Name}” have failed.{failure}",
                hook.MostRecentFailureErrorCode == 401
                    ? $"Its secret is not in {SettingNames.PostCallKey} of the deployment: add it, or run elaoms connect --apply."
                    : "Look at the log of that time. Fetch the missed calls: elaoms reconcile."),
            _ => new AgentFinding(FindingLevel.Ok, $"The webhook “{hook.Name}” is on, and no delivery has failed."),
        };
    }

    private async Task<AgentFinding> CheckExecutionsAsync(Tool tool, CancellationToken cancellationToken)
    {
        var failed = await api.Tools.ListFailedExecutionsAsync(tool.Id, time.GetUtcNow() - LookedAt, cancellationToken);
        var kinds = failed.GroupBy(call => call.ErrorType ?? "unknown", StringComparer.Ordinal).OrderByDescending(kind => kind.Count())
            .Select(kind => Text($"{kind.Count()} {kind.Key}"));
        return failed.Count == 0
            ? new AgentFinding(FindingLevel.Ok, $"No call of the tool {tool.Id} failed in 7 days.")
            : new AgentFinding(
                FindingLevel.Warning,
                $"Calls of the tool {tool.Id} failed in the last 7 days: {string.Join(", ", kinds)}.",
                "customer_auth: the key or token is wrong, run elaoms connect --apply. client_timeout: search-data was too slow, see its "
                    + "log.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
