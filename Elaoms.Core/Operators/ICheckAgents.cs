using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Operators;

/// <summary>Looks at the platform how its agents are connected.</summary>
public interface ICheckAgents
{
    /// <summary>Looks, and keeps what was found as <see cref="AgentChecks"/>.</summary>
    /// <returns>False when the platform could not be asked. What was known stays then, and the log says why.</returns>
    Task<bool> TryCheckAsync(CancellationToken cancellationToken);
}
