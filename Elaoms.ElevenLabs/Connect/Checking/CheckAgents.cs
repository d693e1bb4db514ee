using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Operators;
using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;
using Microsoft.Extensions.Logging;

namespace Elaoms.ElevenLabs.Connect.Checking;

/// <summary>
/// Looks from the server how agents are connected. A server does not know all addresses under which it is reached, so whatever leads to
/// an ELAOMS counts as leading here.
/// </summary>
public sealed partial class CheckAgents(
    ConnectionCheck check, IDocumentStore<AgentChecks> checks, ElaomsSettings settings, TimeProvider time, ILogger<CheckAgents> logger)
    : ICheckAgents
{
    // Somebody waits for the page.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<AgentFinding>();
        if (await TryFindAsync(findings, cancellationToken) is not { } isWhole)
            return false;
        var seen = new AgentChecks(time.GetUtcNow()) { Findings = findings, IsWhole = isWhole };
        await checks.ChangeAsync(AgentChecks.Name, _ => seen, cancellationToken);
        return true;
    }

    // Whether all was looked at; null when nothing can be said.
    private async Task<bool?> TryFindAsync(List<AgentFinding> findings, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await foreach (var finding in check.CheckAsync(deployment: null, Answered(), either.Token))
            {
                if (findings.Count == AgentChecks.MaxFindings)
                    return false;
                findings.Add(finding.Shortened());
            }

            return true;
        }
        catch (ElevenLabsException fault)
        {
            LogFault(fault.Message);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault("it took longer than 30 s");
            return findings.Count > 0 ? false : null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or TimeoutException)
        {
            // An answer that is not what the schema says.
            LogFault(fault.GetType().Name);
            return null;
        }
    }

    // What the start of a call is answered with for somebody who is unknown.
    private JsonObject Answered()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            ClientDataAnswer.For(profile: null, agentId: null, settings).WriteTo(writer);
        return JsonNode.Parse(output.WrittenSpan)!["dynamic_variables"]!.AsObject();
    }

    [LoggerMessage(9009, LogLevel.Warning, "ElevenLabs could not be asked how agents are connected: {Reason}")]
    private partial void LogFault(string reason);
}
