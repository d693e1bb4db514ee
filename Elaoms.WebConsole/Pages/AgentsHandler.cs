using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows the agents whose calls came of late and those that are connected, and what is known of each.</summary>
/// <param name="list">The list of calls.</param>
/// <param name="reconciliations">What was found when calls were compared with the platform's.</param>
/// <param name="checks">What was found when the platform was asked how agents are connected.</param>
/// <param name="settings">Whose agents are whose.</param>
/// <param name="check">Asks the platform; null where there is no key for it.</param>
internal sealed class AgentsHandler(
    ICallList list, IDocumentStore<Reconciliation> reconciliations, IDocumentStore<AgentChecks> checks, ElaomsSettings settings,
    ICheckAgents? check = null)
{
    public async Task ShowAsync(ConsoleRequest request)
    {
        await request.RecordAsync("list-calls");
        var calls = (await list.ListCallsAsync(CallFilter.All, after: null, ListPages.MaxCount, request.Aborted)).Items;
        var reconciled = (await reconciliations.ReadAsync(Reconciliation.Name, request.Aborted))?.Value;
        var found = (await checks.ReadAsync(AgentChecks.Name, request.Aborted))?.Value;
        var findings = (found?.Findings ?? []).ToLookup(finding => finding.AgentId, StringComparer.Ordinal);
        var ofAgents = calls.Where(call => call.AgentId is not null).ToLookup(call => call.AgentId!, StringComparer.Ordinal);
        var agents = ofAgents.Select(of => of.Key).Union(findings.Select(of => of.Key).OfType<string>(), StringComparer.Ordinal)
            .Select(id => new ShownAgent(id, settings.Tenants.Of(id))
            {
                Name = findings[id].FirstOrDefault()?.AgentName,
                Calls = ofAgents[id].Count(),
                LastCallAt = ofAgents[id].Max(call => (DateTimeOffset?)call.BeganAt),
                Failed = ofAgents[id].Count(call => call.Result == ReceiptResult.Failed),
                KeepsNoWords = reconciled?.AgentsWithoutTranscripts.Contains(id, StringComparer.Ordinal) == true,
                IsRedacted = reconciled?.RedactedAgents.Contains(id, StringComparer.Ordinal) == true,
                Findings = [.. findings[id]],
            })
            .OrderByDescending(agent => agent.LastCallAt ?? DateTimeOffset.MinValue).ThenBy(agent => agent.Id, StringComparer.Ordinal)
            .ToList();
        await request.ShowAsync<AgentsPage>(
            "Agents", ConsoleRoutes.Agents, (nameof(AgentsPage.Model), new AgentsModel(agents, calls.Count, reconciled)
            {
                CheckedAt = found?.CheckedAt,
                IsWhole = found?.IsWhole == true,
                Findings = [.. findings[null]],
                CanCheck = check is not null,
                Notice = request.Notice,
            }));
    }

    public async Task CheckAsync(ConsoleRequest request)
    {
        await request.RecordAsync("check-agents");
        await request.GoAsync(
            ConsoleRoutes.Agents,
            check is not null && await check.TryCheckAsync(request.Aborted) ? Notice.AgentsChecked : Notice.AgentsNotChecked);
    }
}

/// <summary>What Agents shows.</summary>
/// <param name="Agents">The agents, those with the newest calls first.</param>
/// <param name="Calls">How many of the newest calls were looked at.</param>
/// <param name="Reconciled">What was found when calls were last compared with the platform's; null when they never were.</param>
public sealed record AgentsModel(IReadOnlyList<ShownAgent> Agents, int Calls, Reconciliation? Reconciled)
{
    /// <summary>When the platform was last asked how agents are connected; null when it never was.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Whether all agents were looked at then.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What was found then of no single agent.</summary>
    public IReadOnlyList<AgentFinding> Findings { get; init; } = [];

    /// <summary>Whether there is a key with which the platform can be asked.</summary>
    public bool CanCheck { get; init; }

    /// <summary>What the page before has done.</summary>
    public Notice? Notice { get; init; }
}

/// <summary>An agent.</summary>
/// <param name="Id">Its id at the platform.</param>
/// <param name="Tenant">Whose it is.</param>
public sealed record ShownAgent(string Id, string Tenant)
{
    /// <summary>Its name at the platform; null when that is not known.</summary>
    public string? Name { get; init; }

    /// <summary>How many of the newest calls it took.</summary>
    public int Calls { get; init; }

    /// <summary>When the last of them began; null when it took none.</summary>
    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>How many of those calls could not be learned.</summary>
    public int Failed { get; init; }

    /// <summary>Whether the platform keeps no words of its calls.</summary>
    public bool KeepsNoWords { get; init; }

    /// <summary>Whether the platform redacts its transcripts.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>How it is connected; empty when it has no search tool, or nobody has asked.</summary>
    public IReadOnlyList<AgentFinding> Findings { get; init; } = [];
}
