using Elaoms.ElevenLabs.Connect.Planning;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>Waits until the running deployment uses what was written into its settings.</summary>
/// <param name="memory">The deployment.</param>
/// <param name="deployment">Where it has its settings.</param>
/// <param name="time">The clock.</param>
public sealed class DeploymentReadiness(MemoryClient memory, IDeployment deployment, TimeProvider time)
{
    // ELAOMS limits how often it answers to what it refuses.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>How long it is waited for, at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told once what somebody has to do, if the deployment does not use it by itself.</summary>
    public Action<string>? OnWait { get; init; }

    /// <summary>Waits.</summary>
    /// <param name="wish">Where the deployment is.</param>
    /// <param name="plan">What was written.</param>
    /// <param name="fingerprint">Stands for the webhook's secret; null if it is not known here.</param>
    /// <exception cref="ConnectException">The deployment does not use it in time.</exception>
    public async Task WaitAsync(ConnectWish wish, ConnectPlan plan, string? fingerprint, CancellationToken cancellationToken)
    {
        // Also for a webhook that an earlier run made: it may have ended before the deployment used it.
        var secret = (await deployment.ReadPostCallSecretsAsync(cancellationToken))
            .FirstOrDefault(secret => OwnNames.FingerprintOf(secret) == fingerprint);
        var (started, isTold) = (time.GetTimestamp(), false);
        while (await WhyNotAsync(wish, plan, secret, cancellationToken) is { } reason)
        {
            if (time.GetElapsedTime(started) >= Timeout)
                throw new ConnectException(
                    $"{reason} No agent was changed yet. {deployment.HowToReload ?? "Look at the deployment"}, then run this command "
                        + "again: "
                    + "it goes on from here.");
            if (!isTold && deployment.HowToReload is { } reload)
                OnWait?.Invoke($"{reason} {reload}: this command goes on as soon as it does.");
            isTold = true;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<string?> WhyNotAsync(
        ConnectWish wish, ConnectPlan plan, string? secret, CancellationToken cancellationToken)
    {
        if (secret is not null && !await memory.AcceptsSignatureAsync(wish, secret, cancellationToken))
            return "The deployment does not accept the new webhook's signature yet.";
        if (plan.Variables is null)
            return null;
        try
        {
            var answered = await memory.ReadVariablesAsync(wish, agentId: null, cancellationToken);
            return KnownVariables.Names(plan.Variables).All(answered.ContainsKey)
                ? null
                : "The deployment does not answer the new variables yet.";
        }
        catch (ConnectException fault)
        {
            return fault.Message;
        }
    }
}
