using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.Reading;

namespace Elaoms.ElevenLabs.Connect.Checking;

/// <summary>Finds how an agent with the search tool is connected, on each branch that takes calls.</summary>
/// <param name="api">ElevenLabs.</param>
/// <param name="deployment">The deployment; null for any.</param>
/// <param name="tools">The search tools that lead to it.</param>
/// <param name="hooks">The webhooks that deliver to an ELAOMS; null if the key may not read them.</param>
/// <param name="workspace">What holds for agents without settings of their own; null if the key may not read it.</param>
/// <param name="answered">The variables that the deployment answers; null where nobody knows.</param>
internal sealed class AgentCheck(
    ElevenLabsClient api, Uri? deployment, HashSet<string> tools, HashSet<string>? hooks, WorkspaceSettings? workspace,
    JsonObject? answered)
{
    private static readonly string[] AsksWebhook =
        ["platform_settings", "overrides", "enable_conversation_initiation_client_data_from_webhook"];
    private static readonly string[] Webhook =
        ["platform_settings", "workspace_overrides", "conversation_initiation_client_data_webhook", "url"];
    private static readonly string[] PostCall = ["platform_settings", "workspace_overrides", "webhooks", "post_call_webhook_id"];

    /// <summary>Looks at an agent.</summary>
    public async Task<IReadOnlyList<AgentFinding>> CheckAsync(string id, CancellationToken cancellationToken)
    {
        var main = await api.Agents.GetAsync(id, branchId: null, cancellationToken);
        var branches = await BranchesAsync(main, cancellationToken);
        var hasLine = main.PhoneNumbers.Count + main.WhatsappAccounts.Count > 0;
        List<AgentFinding?> findings =
        [
            Tool(main, branches),
            hasLine ? StartOfCall(main, branches) : null,
            Delivery(main, branches),
            hasLine && answered is not null ? await VariablesAsync(main, branches, answered, cancellationToken) : null,
        ];
        return [.. findings.OfType<AgentFinding>().Select(finding => finding with { AgentId = id, AgentName = main.Name })];
    }

    private AgentFinding Tool(Agent main, IReadOnlyList<LiveBranch> branches)
    {
        var without = branches.Where(branch => !AttachedTools.Of(branch.Agent).Any(tools.Contains)).Select(branch => branch.Name).ToList();
        return without.Count == 0
            ? new AgentFinding(FindingLevel.Ok, $"{main.Name} has the search tool.")
            : new AgentFinding(
                FindingLevel.Warning,
                $"Branches of {main.Name} take calls without the tool {OwnNames.Tool}: {string.Join(", ", without)}.",
                Connect(main));
    }

    // Null when it can't be known: what the workspace says holds for the agent, and the key may not read that.
    private AgentFinding? StartOfCall(Agent main, IReadOnlyList<LiveBranch> branches)
    {
        var url = workspace?.ConversationInitiationClientDataWebhook?.Url;
        if (workspace is null && branches.Any(branch => JsonValues.Text(branch.Leaves.Find(Webhook)) is null))
            return null;
        return branches.All(branch => JsonValues.IsTrue(branch.Leaves.Find(AsksWebhook))
            && LeadsHere(JsonValues.Text(branch.Leaves.Find(Webhook)) ?? url))
            ? new AgentFinding(FindingLevel.Ok, $"ElevenLabs asks who is calling at the start of {main.Name}'s calls.")
            : new AgentFinding(
                FindingLevel.Error,
                $"ElevenLabs does not ask here at the start of {main.Name}'s calls: nobody is recognised.",
                Connect(main));
    }

    private AgentFinding? Delivery(Agent main, IReadOnlyList<LiveBranch> branches)
    {
        var byDefault = workspace?.Webhooks?.PostCallWebhookId;
        if (hooks is null || workspace is null && branches.Any(branch => JsonValues.Text(branch.Leaves.Find(PostCall)) is null))
            return null;
        return branches.All(branch => (JsonValues.Text(branch.Leaves.Find(PostCall)) ?? byDefault) is { } hook && hooks.Contains(hook))
            ? new AgentFinding(FindingLevel.Ok, $"ElevenLabs delivers {main.Name}'s calls after their end.")
            : new AgentFinding(
                FindingLevel.Error, $"ElevenLabs does not deliver {main.Name}'s calls to ELAOMS: none is learned.", Connect(main));
    }

    private async Task<AgentFinding> VariablesAsync(
        Agent main, IReadOnlyList<LiveBranch> branches, JsonObject known, CancellationToken cancellationToken)
    {
        var attached = await AttachedTools.ReadAsync(api, branches.Select(branch => branch.Agent), cancellationToken);
        var missing = branches.SelectMany(branch => KnownVariables.UsedBy(branch.Agent, attached)).Distinct(StringComparer.Ordinal)
            .Where(name => !known.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? new AgentFinding(FindingLevel.Ok, $"Every variable of {main.Name} is answered.")
            : new AgentFinding(
                FindingLevel.Error,
                $"{main.Name} uses {string.Join(", ", missing)}, which nobody answers: its calls end at their start.",
                $"Set {SettingNames.DynamicVariables}={KnownVariables.Setting(missing, known, [])}");
    }

    private bool LeadsHere(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.AbsolutePath == MemoryRoutes.ClientData
            && (deployment is null || url.Authority == deployment.Authority);

    private static string Connect(Agent agent) => $"Run elaoms connect --agent {agent.AgentId} --apply.";

    private async Task<IReadOnlyList<LiveBranch>> BranchesAsync(Agent main, CancellationToken cancellationToken)
    {
        var branches = new List<LiveBranch>();
        try
        {
            foreach (var branch in await api.Agents.ListBranchesAsync(main.AgentId, cancellationToken))
            {
                if (branch.CurrentLivePercentage > 0)
                    branches.Add(new LiveBranch(branch.Name, await api.Agents.GetAsync(main.AgentId, branch.Id, cancellationToken)));
            }
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            // An agent without branches.
        }

        return branches.Count > 0 ? branches : [new LiveBranch("main", main)];
    }

    // A branch that takes calls.
    private sealed record LiveBranch(string Name, Agent Agent)
    {
        public AgentLeaves Leaves => field ??= AgentLeaves.Of(Agent);
    }
}
