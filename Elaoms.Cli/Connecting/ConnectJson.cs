using System.Text.Encodings.Web;
using System.Text.Json;
using Elaoms.ElevenLabs.Connect.Applying;
using Elaoms.ElevenLabs.Connect.Planning;

namespace Elaoms.Cli.Connecting;

/// <summary>A plan, and what became of it, for programs.</summary>
internal static class ConnectJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, ConnectPlan? plan, ConnectReport? report)
    {
        using (var writer = new Utf8JsonWriter(output, Readable))
        {
            writer.WriteStartObject();
            if (plan is not null)
                WritePlan(writer, plan);
            if (report is not null)
            {
                WriteTexts(writer, "done", report.Done);
                WriteTexts(writer, "left_alone", report.LeftAlone);
                WriteTexts(writer, "faults", report.Faults);
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WritePlan(Utf8JsonWriter writer, ConnectPlan plan)
    {
        writer.WriteBoolean("changes"u8, !plan.IsEmpty);
        WriteTexts(writer, "admin_tasks", plan.AdminTasks);
        WriteTexts(writer, "secrets", plan.Secrets.Select(secret => secret.Name));
        WriteTexts(writer, "tools", plan.Tools.Select(tool => tool.Variant.Key));
        writer.WriteBoolean("new_webhook"u8, plan.Webhook?.IsNew == true);
        writer.WriteString("dynamic_variables"u8, plan.Variables);
        WriteTexts(writer, "notes", plan.Warnings);
        writer.WriteStartArray("agents"u8);
        foreach (var agent in plan.Agents)
        {
            writer.WriteStartObject();
            writer.WriteString("agent_id"u8, agent.AgentId);
            writer.WriteString("name"u8, agent.Name);
            WriteTexts(writer, "refusals", agent.Refusals);
            WriteTexts(writer, "notes", agent.Warnings);
            WriteTexts(writer, "untouched", agent.Untouched);
            writer.WriteStartArray("branches"u8);
            foreach (var branch in agent.Branches)
                WriteBranch(writer, branch);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBranch(Utf8JsonWriter writer, BranchPlan branch)
    {
        writer.WriteStartObject();
        writer.WriteString("branch_id"u8, branch.BranchId);
        writer.WriteString("name"u8, branch.Name);
        writer.WriteStartArray("changes"u8);
        foreach (var change in branch.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, change.Place);
            writer.WritePropertyName("old"u8);
            WriteNode(writer, change.Old);
            writer.WritePropertyName("new"u8);
            WriteNode(writer, change.New);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, System.Text.Json.Nodes.JsonNode? node)
    {
        if (node is null)
            writer.WriteNullValue();
        else
            node.WriteTo(writer);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
