namespace Elaoms.ElevenLabs.Connect;

/// <summary>Where the deployment has its settings: a file of this machine, or a key vault.</summary>
public interface IDeployment
{
    /// <summary>What it is, for people, such as <c>.env</c>.</summary>
    string Name { get; }

    /// <summary>What makes the deployment use a new setting, as an imperative; null if it does so by itself.</summary>
    string? HowToReload { get; }

    /// <summary>The secrets that sign post-call deliveries.</summary>
    Task<IReadOnlyList<string>> ReadPostCallSecretsAsync(CancellationToken cancellationToken);

    /// <summary>Adds a secret beside those that are there, so that no delivery is refused meanwhile.</summary>
    Task AddPostCallSecretAsync(string secret, CancellationToken cancellationToken);

    /// <summary>Writes <c>DYNAMIC_VARIABLES</c>.</summary>
    Task WriteVariablesAsync(string json, CancellationToken cancellationToken);

    /// <summary>What a person has to do so that these variables stay written; null for nothing.</summary>
    string? HowToKeepVariables(string json);
}
