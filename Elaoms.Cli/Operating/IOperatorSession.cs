using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Operating;

/// <summary>Looks at callers and changes what is remembered of them: on the deployment's storage, or on a running deployment.</summary>
internal interface IOperatorSession
{
    /// <summary>Shows a caller; null when nothing is stored.</summary>
    Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken);

    /// <summary>Changes something.</summary>
    Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken);
}

/// <summary>Works on the deployment's storage.</summary>
internal sealed class StorageSession(IServiceProvider storage) : IOperatorSession
{
    /// <inheritdoc />
    public Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken)
        => storage.GetRequiredService<ShowCaller>().ShowAsync(caller, agentId, calls, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken)
        => storage.GetRequiredService<ChangeCaller>().ChangeAsync(caller, request, cancellationToken);
}
