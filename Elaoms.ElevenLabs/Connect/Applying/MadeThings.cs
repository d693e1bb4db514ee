using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>
/// Deletes what was made and nobody uses, and restores a tool that was replaced. What was made without its answer arriving is found by its
/// name.
/// </summary>
internal sealed class MadeThings(ElevenLabsClient api, IConnectStateStore states)
{
    public async Task DeleteAsync(ConnectState state, ConnectReport report, CancellationToken cancellationToken)
    {
        await EachAsync(state, state.Tests, test => DeleteTestAsync(test, report, cancellationToken), cancellationToken);
        await EachAsync(state, state.Tools, tool => DeleteToolAsync(tool, report, cancellationToken), cancellationToken);
        await EachAsync(state, state.Webhooks, hook => DeleteWebhookAsync(hook, report, cancellationToken), cancellationToken);
        await EachAsync(state, state.Secrets, secret => DeleteSecretAsync(secret, report, cancellationToken), cancellationToken);
    }

    private async Task EachAsync<T>(ConnectState state, IList<T> made, Func<T, Task> delete, CancellationToken cancellationToken)
    {
        foreach (var one in made.Reverse().ToList())
        {
            await delete(one);
            made.Remove(one);
            await states.WriteAsync(state, cancellationToken);
        }
    }

    private async Task DeleteTestAsync(MadeTest made, ConnectReport report, CancellationToken cancellationToken)
    {
        var id = made.TestId
            ?? (await api.Tests.ListAsync(made.Name, cancellationToken)).FirstOrDefault(test => test.Name == made.Name)?.Id;
        if (id is null)
            return;
        await api.Tests.DeleteAsync(id, cancellationToken);
        report.Did($"Deleted the test “{made.Name}”.");
    }

    private async Task DeleteToolAsync(MadeTool made, ConnectReport report, CancellationToken cancellationToken)
    {
        var tool = (await api.Tools.ListAsync(OwnNames.Tool, cancellationToken)).FirstOrDefault(tool => made.ToolId is { } id
            ? tool.Id == id
            : tool.Name == OwnNames.Tool && RecallTool.UrlOf(tool.ToolConfig)?.AbsoluteUri == made.Url
                && ToolVariant.Of(tool.ToolConfig).Key == made.Variant);
        if (tool is null)
            return;
        if (made.Before is { } before)
        {
            await RestoreToolAsync(tool, made, before, report, cancellationToken);
            return;
        }

        var users = await api.Tools.ListDependentAgentsAsync(tool.Id, cancellationToken);
        if (users.Count > 0)
        {
            report.Left($"The tool {made.Variant} ({tool.Id}) stays: {string.Join(", ", users.Select(user => user.Name ?? user.Id))} has "
                + "it.");
            return;
        }

        await api.Tools.DeleteAsync(tool.Id, cancellationToken);
        report.Did($"Deleted the tool {made.Variant} ({tool.Id}).");
    }

    private async Task RestoreToolAsync(
        Tool tool, MadeTool made, JsonObject before, ConnectReport report, CancellationToken cancellationToken)
    {
        if (RecallTool.IsAsWanted(tool.ToolConfig, before))
            return;
        if (made.After is { } after && !RecallTool.IsAsWanted(tool.ToolConfig, after))
        {
            report.Left($"The tool {made.Variant} ({tool.Id}) stays as it is: somebody changed it since.");
            return;
        }

        await api.Tools.ReplaceAsync(tool.Id, (JsonObject)before.DeepClone(), cancellationToken);
        report.Did($"Restored the tool {made.Variant} ({tool.Id}).");
    }

    private async Task DeleteWebhookAsync(MadeWebhook made, ConnectReport report, CancellationToken cancellationToken)
    {
        var hook = (await api.Webhooks.ListAsync(cancellationToken))
            .FirstOrDefault(hook => made.WebhookId is { } id ? hook.WebhookId == id : hook.Name == made.Name);
        if (hook is null)
            return;
        if (hook.Usage is { Count: > 0 })
        {
            report.Left($"The webhook “{hook.Name}” stays: it is used elsewhere.");
            return;
        }

        await api.Webhooks.DeleteAsync(hook.WebhookId, cancellationToken);
        report.Did($"Deleted the webhook “{hook.Name}”.");
    }

    private async Task DeleteSecretAsync(MadeSecret made, ConnectReport report, CancellationToken cancellationToken)
    {
        var secret = (await api.Secrets.ListAsync(OwnNames.SecretPrefix, cancellationToken))
            .FirstOrDefault(secret => made.SecretId is { } id ? secret.SecretId == id : secret.Name == made.Name);
        if (secret is null)
            return;
        if (!made.IsMade)
        {
            report.Left($"The secret {made.Name} stays: it was there before, and what it held then can't be read.");
            return;
        }

        if (secret.UsedBy is { Any: true })
        {
            report.Left($"The secret {made.Name} stays: it is used elsewhere.");
            return;
        }

        await api.Secrets.DeleteAsync(secret.SecretId, cancellationToken);
        report.Did($"Deleted the secret {made.Name}.");
    }
}
