using System.Security.Cryptography;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>Makes the post-call webhook, gives its secret to the deployment, and switches its retries on.</summary>
internal sealed class WebhookWriter(ElevenLabsClient api, IDeployment deployment, IConnectStateStore states)
{
    private const int SuffixLength = 6;

    public async Task WriteAsync(
        WebhookPlan plan, ConnectState state, Dictionary<string, string> ids, ConnectReport report, CancellationToken cancellationToken)
    {
        var (id, name) = (plan.WebhookId, plan.Name);
        if (id is null)
        {
            // A part of its own: if the answer is lost, so is the secret, and the next run finds the webhook by its name and replaces it.
            name = $"{plan.Name} {RandomNumberGenerator.GetHexString(SuffixLength, lowercase: true)}";
            var made = new MadeWebhook { Name = name, Url = plan.Url.AbsoluteUri };
            state.Webhooks.Add(made);
            await states.WriteAsync(state, cancellationToken);
            var created = await api.Webhooks.CreateAsync(name, plan.Url, cancellationToken);
            if (created.WebhookSecret is not { Length: > 0 } secret)
                throw new ConnectException($"ElevenLabs made the webhook “{name}” and did not show its secret. Run this command again.");
            (made.WebhookId, made.Fingerprint) = (created.WebhookId, OwnNames.FingerprintOf(secret));
            await states.WriteAsync(state, cancellationToken);
            report.Did($"Made the webhook “{name}”.");
            await deployment.AddPostCallSecretAsync(secret, cancellationToken);
            report.Did($"Put its secret into {deployment.Name}.");
            ids[NewIds.Webhook] = id = created.WebhookId;
        }

        // Whether retries are on can't be read.
        if (plan.MayBeWritten)
            await api.Webhooks.SwitchOnAsync(id, name, cancellationToken);
        if (plan.IsNew || plan.IsSwitchedOn)
            report.Did($"Switched the webhook “{name}” and its retries on.");
    }
}
