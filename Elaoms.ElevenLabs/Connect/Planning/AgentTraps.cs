using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Reading;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>What is special about an agent, and what that means for connecting it: each in a sentence.</summary>
internal sealed class AgentTraps(
    AgentSnapshot agent, ConnectSnapshot snapshot, ConnectWish wish, IReadOnlyDictionary<string, IReadOnlyList<string>> missing)
{
    /// <summary>What <c>--node</c> says for every node that can have tools.</summary>
    public const string AllNodes = "all";

    // Sources where ElevenLabs asks client-data when a call comes in.
    private static readonly string[] Telephones =
        ["twilio", "sip_trunk", "exotel", "genesys", "genesys_bot_connector", "avaya", "audiocodes"];

    // The platform knows who calls, but an old thread goes on with the variables of its beginning.
    private static readonly string[] Messages = ["whatsapp", "twilio_sms"];

    // Previews and transfers from another agent are no channel of their own.
    private static readonly string[] NoChannels = ["template_preview", "subagent_tool", "unknown"];

    /// <summary>The branches that are changed: the main one, and those that take calls.</summary>
    public IEnumerable<BranchSnapshot> Branches => agent.Branches.Where(branch
        => branch.Configuration is not null && (branch.TakesCalls || WhyNot(branch) is null));

    /// <summary>Whether the agent's data collection was moved to items that the API can't make.</summary>
    public bool HasAnalysisItems => agent.Main.PlatformSettings["analysis_items"] is JsonObject;

    /// <summary>Whether every conversation has the variables of the prompt's passage.</summary>
    public bool MayHavePassage => agent.HasLine && WebConversations == 0;

    private int WebConversations => Count(source
        => !Telephones.Contains(source, StringComparer.Ordinal) && !Messages.Contains(source, StringComparer.Ordinal)
            && !NoChannels.Contains(source, StringComparer.Ordinal));

    /// <summary>The nodes of a branch's workflow that get the tool; none if the agent itself gets it.</summary>
    public IEnumerable<string> NodesOf(Agent branch)
    {
        var able = AbleNodes(branch).Select(node => node.Key).ToList();
        return wish.Nodes.Contains(AllNodes, StringComparer.Ordinal)
            ? able
            : able.Where(node => wish.Nodes.Contains(node, StringComparer.Ordinal));
    }

    /// <summary>Which search tool the agent gets.</summary>
    public ToolVariant Tool() => wish.Variable is { } name
        ? new ToolVariant(HasToken: false, name)
        : new ToolVariant(WhyNoToken() is null, Variable: null);

    /// <summary>Why nothing of the agent is changed.</summary>
    public IEnumerable<string> Refusals()
    {
        if (agent.Main.AccessInfo?.Role is "viewer" or "commenter")
            yield return $"The API key's owner may only look at this agent ({agent.Main.AccessInfo.Role}). Somebody who may edit it runs "
                + "this command.";
        foreach (var branch in agent.Branches.Where(branch => branch.TakesCalls || branch.IsMain && agent.Branches.Count == 1))
        {
            if (WhyNot(branch) is { } reason)
                yield return reason;
        }

        if (!agent.HasLine && wish.Variable is null)
            yield return "No telephone number and no WhatsApp account leads to this agent. In a conversation of a widget or an SDK there "
                + "is "
                + "no system__caller_id, and a tool that needs it would end every one at its start. If your server gives each conversation "
                + "a variable with its user's id, name it with --variable NAME.";
        else if (WebConversations > 0 && wish.Variable is null)
            yield return Text($"{WebConversations} of the newest conversations came from a widget, an SDK or a chat, which have no ")
                + "system__caller_id: a tool that needs it would end them at their start. Use an agent of its own for them, or name a "
                + "variable that every conversation has with --variable NAME.";

        foreach (var text in Branches.SelectMany(branch => Nodes(branch.Name, branch.Configuration!)).Distinct(StringComparer.Ordinal))
            yield return text;
    }

    /// <summary>What somebody should know.</summary>
    public IEnumerable<string> Warnings(ToolVariant tool)
    {
        if (tool is { HasToken: false, Variable: null } && WhyNoToken() is { } reason)
            yield return $"The tool says who calls by system__caller_id alone, without the call's token: {reason}";
        if (MissingNames.Count > 0)
            yield return $"The agent uses {string.Join(", ", MissingNames)}, which nobody answers; ElevenLabs ends a call at its start "
                + $"if a variable is missing. They are added to {SettingNames.DynamicVariables}.";
        if (agent.Outbound > 0)
            yield return Text($"{agent.Outbound} of the newest conversations were placed by the agent. ")
                + "On those, system__caller_id is your own number: use an agent of its own for outbound calls, as docs/elevenlabs.md says.";
        foreach (var text in Privacy().Concat(Replaced()))
            yield return text;
        if (wish.Prompt && !MayHavePassage)
            yield return "The prompt is left as it is: some conversations of this agent ask no webhook, and would end at their start for "
                + "the variables of the passage.";
        else if (wish.Prompt && HasBrokenPassage)
            yield return "The prompt has only one of the two lines between which the passage stands. Remove it, then run again.";
        if (wish.Collect && HasAnalysisItems)
            yield return "This agent's data collection was moved to analysis items, which the API can't make. Add these in the dashboard: "
                + string.Join(", ", CollectedItems.Names) + ". docs/elevenlabs.md has their descriptions.";
    }

    /// <summary>What is left alone.</summary>
    public IEnumerable<string> Untouched()
    {
        foreach (var branch in agent.Branches.Where(branch => !Branches.Contains(branch)))
            yield return branch.IsMain
                ? $"The main branch takes no calls and can't be changed: {WhyNot(branch)}"
                : $"The branch {branch.Name} takes no calls. Run this command again before it does.";
    }

    private IEnumerable<string> Nodes(string name, Agent branch)
    {
        var able = AbleNodes(branch).ToList();
        if (able.Count > 0 && wish.Nodes.Count == 0)
            yield return "This agent is a workflow, so its nodes have the tools. Name those that may search: "
                + string.Join(", ", able.Select(node => $"--node {node.Key} ({JsonValues.Text(node.Value["label"])})"))
                + ", or --node all.";
        foreach (var node in wish.Nodes.Where(node => node != AllNodes && able.TrueForAll(one => one.Key != node)))
        {
            if (able.Count > 0)
                yield return $"--node {node}: the workflow of the branch {name} has no such node that can have tools. Only nodes of type "
                    + "override_agent do.";
        }
    }

    private IReadOnlyList<string> MissingNames => missing.GetValueOrDefault(agent.Id) ?? [];

    private bool HasBrokenPassage => Prompt(agent.Main) is { } prompt && PromptMarks.AreIn(prompt) && PromptMarks.Passage(prompt) is null;

    private static string? Prompt(Agent agent)
        => JsonValues.Text(AgentLeaves.Of(agent).Find("conversation_config", "agent", "prompt", "prompt"));

    private string? WhyNoToken()
    {
        if (!snapshot.Answered.ContainsKey(ElaomsSettings.CallerTokenVariable))
            return "the deployment answers none. Upgrade it, then run this command again.";
        if (!agent.HasTelephone || agent.Main.WhatsappAccounts.Count > 0 || Count(source => Messages.Contains(source,
            StringComparer.Ordinal)) > 0)
            return "a WhatsApp or SMS thread that goes on asks no webhook, so it has no token.";
        if (agent.Sources is null)
            return "the API key may not read conversations, so it is not known whether all of them ask the webhook.";
        return agent.Outbound > 0 ? "calls that the agent places may ask no webhook, so they have no token." : null;
    }

    private string? WhyNot(BranchSnapshot branch)
    {
        if (branch.Branch is { DraftExists: true })
            return $"The branch {branch.Name} has a draft, which a change by the API would get in the way of. Publish or discard it first.";
        return branch.Branch is { ProtectionStatus: "admin_perms_required" } && agent.Main.AccessInfo?.Role is not (null or "admin")
            ? $"Only admins may change the branch {branch.Name}. An admin runs this command."
            : null;
    }

    private IEnumerable<string> Privacy()
    {
        var privacy = agent.Main.PlatformSettings["privacy"] as JsonObject ?? [];
        var days = privacy["retention_days"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : (int?)null;
        if (JsonValues.IsTrue(privacy["zero_retention_mode"]))
            yield return "Zero retention is on: the post-call delivery is the only copy of a call. One that is lost can't be fetched "
                + "again.";
        else if (days == 0)
            yield return "ElevenLabs keeps no transcripts of this agent (retention_days 0): the post-call delivery is the only copy of a "
                + "call.";
        else if (days == -1)
            yield return "ElevenLabs keeps this agent's conversations for ever (retention_days -1), also with delete_transcript_and_pii. "
                + "Erasing a caller here does not erase there.";
        if (privacy["conversation_history_redaction"] is JsonObject redaction && JsonValues.IsTrue(redaction["enabled"]))
            yield return "ElevenLabs redacts this agent's transcripts: names and numbers come as placeholders, and that is what is "
                + "remembered. Exempt names, or there is little to remember.";
    }

    private IEnumerable<string> Replaced()
    {
        var overrides = agent.Main.PlatformSettings["workspace_overrides"] as JsonObject ?? [];
        var asked = JsonValues.Text((overrides["conversation_initiation_client_data_webhook"] as JsonObject)?["url"])
            ?? snapshot.Workspace?.ConversationInitiationClientDataWebhook?.Url;
        if (agent.HasLine && asked is not null && asked != wish.ClientDataUrl.AbsoluteUri)
            yield return $"At the start of a call this agent asks {asked} today. An agent can ask only one address: from then on it asks "
                + "ELAOMS. Variables that only the former one answers are found above.";
        var hooks = overrides["webhooks"] as JsonObject ?? [];
        var delivered = JsonValues.Text(hooks["post_call_webhook_id"]) ?? snapshot.Workspace?.Webhooks?.PostCallWebhookId;
        if (delivered is not null && UrlOf(delivered) != wish.PostCallUrl.AbsoluteUri)
            yield return $"This agent's calls are delivered to {UrlOf(delivered)} today. An agent can have only one post-call webhook: "
                + "that address gets them no more.";
        if (JsonValues.Texts(hooks["events"]).Contains("audio", StringComparer.Ordinal))
            yield return "The event audio is on: recordings are large and personal, and ELAOMS uses them for nothing. Consider to leave "
                + "it out.";
        if (JsonValues.Text((overrides["webhooks"] as JsonObject)?["transcript_format"]) == "opentelemetry")
            yield return "Transcripts come in OpenTelemetry's format today; ELAOMS learns more from JSON, so the format is changed.";
    }

    // Only admins may read addresses.
    private string UrlOf(string webhookId)
        => snapshot.Webhooks?.FirstOrDefault(hook => hook.WebhookId == webhookId)?.WebhookUrl ?? $"the webhook {webhookId}";

    private static IEnumerable<KeyValuePair<string, JsonObject>> AbleNodes(Agent branch)
        => AttachedTools.Nodes(branch.Workflow).Where(node => AttachedTools.CanHaveTools(node.Value));

    private int Count(Func<string, bool> isCounted)
        => agent.Sources?.Where(source => isCounted(source.Key)).Sum(source => source.Value) ?? 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
