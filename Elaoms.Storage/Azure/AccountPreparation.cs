using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Creates missing containers, queues and tables before the first request. This also signs in and opens the connections, so the first
/// caller does not wait for them. If the account can't be reached, the process starts all the same and answers calls with defaults until it
/// can.
/// </summary>
public sealed partial class AccountPreparation(
    AzureAccount account, TimeProvider time, ILogger<AccountPreparation> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _preparing = Task.CompletedTask;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _preparing = PrepareUntilDoneAsync(_stop.Token);
        await Task.WhenAny(_preparing, Task.Delay(StartTimeout, time, cancellationToken));
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _preparing;
    }

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task PrepareUntilDoneAsync(CancellationToken stopping)
    {
        while (!await TryPrepareAsync(stopping))
            await Task.Delay(RetryEvery, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> TryPrepareAsync(CancellationToken stopping)
    {
        try
        {
            await Task.WhenAll([
                .. account.Containers.Select(container => (Task)container.CreateIfNotExistsAsync(cancellationToken: stopping)),
                .. account.Queues.Select(queue => (Task)queue.CreateIfNotExistsAsync(cancellationToken: stopping)),
                .. account.Tables.Select(table => (Task)table.CreateIfNotExistsAsync(stopping)),
            ]);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps the account from answering, it is tried again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!stopping.IsCancellationRequested)
                LogFault(fault);
            return stopping.IsCancellationRequested;
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "Preparing the storage account failed and will be retried")]
    private partial void LogFault(Exception fault);
}
