using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows the agents whose calls came of late, and what is known of each.</summary>
internal sealed class AgentsHandler(ICallList list, IDocumentStore<Reconciliation> reconciliations, ElaomsSettings settings)
{
    public async Task ShowAsync(ConsoleRequest request)
    {
        await request.RecordAsync("list-calls");
        var calls = (await list.ListCallsAsync(CallFilter.All, after: null, ListPages.MaxCount, request.Aborted)).Items;
        var reconciled = (await reconciliations.ReadAsync(Reconciliation.Name, request.Aborted))?.Value;
        var agents = calls.Where(call => call.AgentId is not null).GroupBy(call => call.AgentId!, StringComparer.Ordinal)
            .Select(of => new ShownAgent(of.Key, of.Count(), of.Max(call => call.BeganAt), settings.Tenants.Of(of.Key))
            {
                Failed = of.Count(call => call.Result == ReceiptResult.Failed),
                KeepsNoWords = reconciled?.AgentsWithoutTranscripts.Contains(of.Key, StringComparer.Ordinal) == true,
                IsRedacted = reconciled?.RedactedAgents.Contains(of.Key, StringComparer.Ordinal) == true,
            })
            .OrderByDescending(agent => agent.LastCallAt).ToList();
        await request.ShowAsync<AgentsPage>(
            "Agents", ConsoleRoutes.Agents, (nameof(AgentsPage.Model), new AgentsModel(agents, calls.Count, reconciled)));
    }
}

/// <summary>What Agents shows.</summary>
/// <param name="Agents">The agents, those with the newest calls first.</param>
/// <param name="Calls">How many of the newest calls were looked at.</param>
/// <param name="Reconciled">What was found when the platform was last asked; null when it never was.</param>
public sealed record AgentsModel(IReadOnlyList<ShownAgent> Agents, int Calls, Reconciliation? Reconciled);

/// <summary>An agent.</summary>
/// <param name="Id">Its id at the platform.</param>
/// <param name="Calls">How many of the newest calls it took.</param>
/// <param name="LastCallAt">When the last of them began.</param>
/// <param name="Tenant">Whose it is.</param>
public sealed record ShownAgent(string Id, int Calls, DateTimeOffset LastCallAt, string Tenant)
{
    /// <summary>How many of those calls could not be learned.</summary>
    public int Failed { get; init; }

    /// <summary>Whether the platform keeps no words of its calls.</summary>
    public bool KeepsNoWords { get; init; }

    /// <summary>Whether the platform redacts its transcripts.</summary>
    public bool IsRedacted { get; init; }
}
