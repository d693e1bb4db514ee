using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>Makes a plan of what was read and what is wished for. It asks nobody and changes nothing.</summary>
public static class Planner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="wish">What is wished for.</param>
    /// <param name="state">What earlier runs did.</param>
    public static ConnectPlan Plan(ConnectSnapshot snapshot, ConnectWish wish, ConnectState state)
    {
        var tasks = new List<string>();
        var secrets = Secrets(snapshot, wish, state, tasks);
        var hook = WebhookPlanner.Plan(snapshot, wish, state, tasks);
        var (tools, agents) = (new ToolPlanner(snapshot, wish, state, secrets.SearchData), new List<AgentPlan>());
        var missing = Missing(snapshot, wish);
        foreach (var agent in snapshot.Agents)
            agents.Add(new AgentPlanner(agent, snapshot, wish, missing).Plan(tools, hook, secrets.ClientData));
        // Nothing is made for agents that are refused.
        var connected = agents.Where(agent => agent.Refusals.Count == 0).Select(agent => agent.AgentId).ToHashSet(StringComparer.Ordinal);
        if (connected.Count == 0)
            return new ConnectPlan { AdminTasks = tasks, Agents = agents };
        var unanswered = missing.Where(agent => connected.Contains(agent.Key)).SelectMany(agent => agent.Value).ToList();
        return new ConnectPlan
        {
            AdminTasks = tasks,
            Warnings = [.. WebhookPlanner.Warnings(hook, snapshot, state)],
            Secrets = secrets.Changes,
            Tools = tools.Changes,
            Webhook = hook,
            Variables = unanswered.Count > 0 ? KnownVariables.Setting(unanswered, snapshot.Answered, Samples(snapshot)) : null,
            Agents = agents,
        };
    }

    private static SecretsPlan Secrets(ConnectSnapshot snapshot, ConnectWish wish, ConnectState state, List<string> tasks)
    {
        if (snapshot.Secrets is null)
            tasks.Add("The API key may not read or write secrets of the workspace. An admin allows it to, or runs this command.");
        var changes = new List<SecretPlan>();
        return new SecretsPlan(
            changes,
            Of(OwnNames.ClientDataSecret(wish.Deployment), wish.ClientDataKey),
            wish.SearchDataKey is { } key ? Of(OwnNames.SearchDataSecret(wish.Deployment), key) : null);

        string Of(string name, string value)
        {
            var stored = snapshot.Secrets?.FirstOrDefault(secret => secret.Name == name);
            var isWritten = stored is not null && state.Secrets.Any(made
                => made.Name == name && made.SecretId == stored.SecretId && made.Fingerprint == OwnNames.FingerprintOf(value));
            if (!isWritten)
                changes.Add(new SecretPlan(name, value, stored?.SecretId));
            return stored?.SecretId ?? NewIds.OfSecret(name);
        }
    }

    // By agent. One that nobody can call asks no webhook: whoever begins its conversations gives the variables.
    private static Dictionary<string, IReadOnlyList<string>> Missing(ConnectSnapshot snapshot, ConnectWish wish)
        => snapshot.Agents.ToDictionary(
            agent => agent.Id,
            agent => (IReadOnlyList<string>)
            [
                .. agent.Branches.Where(_ => agent.HasLine).Select(branch => branch.Configuration).OfType<Agent>()
                    .SelectMany(branch => KnownVariables.UsedBy(branch, snapshot.AttachedTools))
                    .Concat(wish.Variable is { } name && agent.HasLine ? [name] : [])
                    .Where(name => !snapshot.Answered.ContainsKey(name))
                    .Distinct(StringComparer.Ordinal),
            ],
            StringComparer.Ordinal);

    private static JsonObject Samples(ConnectSnapshot snapshot)
    {
        var samples = new JsonObject();
        foreach (var agent in snapshot.Agents.SelectMany(agent => agent.Branches).Select(branch => branch.Configuration).OfType<Agent>())
        {
            foreach (var (name, value) in AgentLeaves.Of(agent).Find(AgentPlanner.Placeholders) as JsonObject ?? [])
                samples[name] ??= value?.DeepClone();
        }

        return samples;
    }

    private sealed record SecretsPlan(IReadOnlyList<SecretPlan> Changes, string ClientData, string? SearchData);
}
