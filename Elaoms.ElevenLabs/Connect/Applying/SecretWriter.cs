using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>Writes secrets. Whether a value is there can't be read, so the state keeps a fingerprint of what was written.</summary>
internal sealed class SecretWriter(ElevenLabsClient api, IConnectStateStore states)
{
    public async Task WriteAsync(
        IEnumerable<SecretPlan> plans, ConnectState state, Dictionary<string, string> ids, ConnectReport report,
        CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            var made = state.Secrets.FirstOrDefault(secret => secret.Name == plan.Name);
            if (made is not null && made.SecretId is not null && made.SecretId != plan.SecretId)
            {
                // Somebody deleted it since.
                state.Secrets.Remove(made);
                made = null;
            }

            if (made is null)
                state.Secrets.Add(made = new MadeSecret { Name = plan.Name, IsMade = plan.SecretId is null });
            made.Fingerprint = null;
            await states.WriteAsync(state, cancellationToken);
            var written = plan.SecretId is { } id
                ? await api.Secrets.UpdateAsync(id, plan.Name, plan.Value, cancellationToken)
                : await api.Secrets.CreateAsync(plan.Name, plan.Value, cancellationToken);
            (made.SecretId, made.Fingerprint) = (written.SecretId, OwnNames.FingerprintOf(plan.Value));
            await states.WriteAsync(state, cancellationToken);
            ids[plan.Token] = written.SecretId;
            report.Did(plan.SecretId is null ? $"Made the secret {plan.Name}." : $"Gave the secret {plan.Name} its value.");
        }
    }
}
