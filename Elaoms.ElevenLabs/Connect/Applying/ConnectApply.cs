using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>
/// Does exactly what a plan says. Before each change the state is written, so that a run that is killed anywhere can be finished by the
/// next
/// one, or undone.
/// </summary>
/// <param name="api">ElevenLabs.</param>
/// <param name="deployment">Where the deployment has its settings.</param>
/// <param name="readiness">Waits for the deployment.</param>
/// <param name="states">Where the state is kept.</param>
public sealed class ConnectApply(
    ElevenLabsClient api, IDeployment deployment, DeploymentReadiness readiness, IConnectStateStore states)
{
    /// <summary>Applies a plan.</summary>
    /// <param name="plan">The plan; it must be <see cref="ConnectPlan.AdminTasks">free of tasks</see>.</param>
    /// <param name="wish">What it was made for.</param>
    /// <param name="report">Gets what was done, and what is not as it should be.</param>
    public async Task ApplyAsync(ConnectPlan plan, ConnectWish wish, ConnectReport report, CancellationToken cancellationToken)
    {
        if (plan.AdminTasks.Count > 0)
            throw new ConnectException("Nothing was changed: an admin has something to do first.");
        var state = await states.ReadAsync(cancellationToken);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        await new SecretWriter(api, states).WriteAsync(plan.Secrets, state, ids, report, cancellationToken);
        foreach (var tool in plan.Tools)
            await WriteToolAsync(tool, wish, state, ids, report, cancellationToken);
        if (plan.Webhook is { } hook)
            await new WebhookWriter(api, deployment, states).WriteAsync(hook, state, ids, report, cancellationToken);
        if (plan.Variables is { } variables)
        {
            await deployment.WriteVariablesAsync(variables, cancellationToken);
            report.Did($"Wrote DYNAMIC_VARIABLES into {deployment.Name}.");
        }

        // No agent is told to use what the deployment would refuse.
        var hookId = plan.Webhook?.WebhookId ?? ids.GetValueOrDefault(NewIds.Webhook);
        await readiness.WaitAsync(
            wish, plan, state.Webhooks.FirstOrDefault(made => made.WebhookId == hookId)?.Fingerprint, cancellationToken);
        foreach (var agent in plan.Agents)
        {
            foreach (var branch in agent.Branches)
                await WriteBranchAsync(agent, branch, state, ids, report, cancellationToken);
        }

        foreach (var stale in plan.Webhook?.Stale ?? [])
            await DeleteStaleAsync(stale.WebhookId, stale.Name, state, report, cancellationToken);
    }

    private async Task WriteToolAsync(
        ToolPlan plan, ConnectWish wish, ConnectState state, Dictionary<string, string> ids, ConnectReport report,
        CancellationToken cancellationToken)
    {
        var config = (JsonObject)NewIds.Resolve(plan.Config, ids)!;
        var url = wish.SearchDataUrl.AbsoluteUri;
        if (plan.ToolId is { } id)
        {
            var made = state.Tools.FirstOrDefault(tool => tool.ToolId == id
                || tool.ToolId is null && tool.Before is null && tool.Url == url && tool.Variant == plan.Variant.Key);
            if (made is null)
                state.Tools.Add(made = new MadeTool { Url = url, Variant = plan.Variant.Key, Before = plan.Old });
            (made.ToolId, made.After) = (id, config);
            await states.WriteAsync(state, cancellationToken);
            await api.Tools.ReplaceAsync(id, (JsonObject)config.DeepClone(), cancellationToken);
            report.Did($"Replaced the tool {plan.Variant.Key} ({id}).");
        }
        else
        {
            var made = state.Tools.FirstOrDefault(tool => tool.ToolId is null && tool.Url == url && tool.Variant == plan.Variant.Key);
            if (made is null)
                state.Tools.Add(made = new MadeTool { Url = url, Variant = plan.Variant.Key });
            await states.WriteAsync(state, cancellationToken);
            made.ToolId = (await api.Tools.CreateAsync((JsonObject)config.DeepClone(), cancellationToken)).Id;
            made.After = config;
            await states.WriteAsync(state, cancellationToken);
            report.Did($"Made the tool {plan.Variant.Key} ({made.ToolId}).");
            ids[NewIds.OfTool(plan.Variant)] = made.ToolId;
        }

        var actual = (await api.Tools.GetAsync(plan.ToolId ?? ids[NewIds.OfTool(plan.Variant)], cancellationToken)).ToolConfig;
        if (!RecallTool.IsAsWanted(actual, config))
            report.Fault($"The tool {plan.Variant.Key} is not as it was written.");
    }

    private async Task WriteBranchAsync(
        AgentPlan agent, BranchPlan plan, ConnectState state, Dictionary<string, string> ids, ConnectReport report,
        CancellationToken cancellationToken)
    {
        if (plan.Changes.Count == 0)
            return;
        var name = $"{agent.Name}, branch {plan.Name}";
        var writer = new BranchWriter(api);
        var before = await writer.ReadAsync(agent.AgentId, plan.BranchId, cancellationToken);
        var leaves = AgentLeaves.Of(before);
        var changes = plan.Changes.Select(change => NewIds.Resolve(change, ids)).ToList();
        var others = changes.Where(change => leaves.StateOf(change) == LeafState.ChangedByOthers).ToList();
        if (others.Count > 0)
        {
            report.Fault(
                $"{name}: somebody changed {string.Join(", ", others.Select(change => change.Place))} since the plan was made. Nothing of "
                + "this branch was changed: run this command again.");
            return;
        }

        var pending = changes.Where(change => leaves.StateOf(change) == LeafState.Pending).ToList();
        if (pending.Count == 0)
            return;
        var journal = state.Branches.FirstOrDefault(branch => branch.AgentId == agent.AgentId && branch.BranchId == plan.BranchId);
        if (journal is null)
            state.Branches.Add(journal = new ChangedBranch { AgentId = agent.AgentId, AgentName = agent.Name, BranchId = plan.BranchId });
        foreach (var change in pending.Where(change => journal.Changes.LastOrDefault(one => one.Place == change.Place
            && one.Kind == change.Kind)?.IsSameAs(change) != true))
            journal.Changes.Add(change);
        await states.WriteAsync(state, cancellationToken);

        var differences = await writer.WriteAsync(before, plan.BranchId, pending, cancellationToken);
        report.Did(FormattableString.Invariant($"Changed {pending.Count} leaves of {name}."));
        foreach (var place in differences)
            report.Fault($"{name}: {place} is not as it was written.");
    }

    private async Task DeleteStaleAsync(
        string webhookId, string name, ConnectState state, ConnectReport report, CancellationToken cancellationToken)
    {
        var hooks = await api.Webhooks.ListAsync(cancellationToken);
        if (hooks.FirstOrDefault(hook => hook.WebhookId == webhookId) is { Usage.Count: > 0 })
        {
            report.Left($"The webhook “{name}” is still used elsewhere.");
            return;
        }

        await api.Webhooks.DeleteAsync(webhookId, cancellationToken);
        foreach (var made in state.Webhooks.Where(made => made.WebhookId == webhookId || made.Name == name).ToList())
            state.Webhooks.Remove(made);
        await states.WriteAsync(state, cancellationToken);
        report.Did($"Deleted the webhook “{name}”, whose secret was lost.");
    }
}
