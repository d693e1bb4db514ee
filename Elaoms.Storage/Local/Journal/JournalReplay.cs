using System.Runtime.ExceptionServices;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.Logging;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Takes over the journals of processes that have ended, restores what a power cut has taken of their deliveries, and deletes them.
/// Repeating it changes nothing.
/// </summary>
internal sealed partial class JournalReplay(
    JournalFolder folder, DeliveryRestore deliveries, StorageFlush storage, ILogger<JournalReplay> logger)
{
    /// <summary>Replays all journals that nobody has open. Call it within a turn (<see cref="JournalFolder.TakeTurnAsync"/>).</summary>
    /// <returns>How many payloads were not in the archive.</returns>
    /// <exception cref="Exception">The storage failed, or a newer program must do it. What could not be replayed stays.</exception>
    public async Task<int> ReplayAsync(CancellationToken cancellationToken)
    {
        var restored = 0;
        ExceptionDispatchInfo? first = null;
        foreach (var path in folder.List())
        {
            try
            {
                restored += await ReplayAsync(path, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // One that can't be replayed keeps no other from it.
                first ??= ExceptionDispatchInfo.Capture(fault);
            }
        }

        first?.Throw();
        return restored;
    }

    private async Task<int> ReplayAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = folder.TryTakeOver(path);
        if (file is null)
            return 0;
        var reader = new JournalReader(file.SafeFileHandle, JournalFolder.IdOf(path)!.Value);
        var (names, restored) = (new List<PayloadName>(), 0);
        ExceptionDispatchInfo? first = null;
        foreach (var entry in reader.Read())
        {
            try
            {
                if (reader.ReadBody(entry) is not { } body)
                    continue;
                names.Add(entry.Name);
                if (await deliveries.RestoreAsync(entry.Name, body, cancellationToken))
                    restored++;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                first ??= ExceptionDispatchInfo.Capture(fault);
            }
        }

        first?.Throw();
        if (names.Count > 0)
            await storage.FlushAsync(names, cancellationToken);
        File.Delete(path);
        if (names.Count > 0 || reader.Damaged > 0)
            LogReplayed(names.Count, restored, reader.Damaged);
        return restored;
    }

    [LoggerMessage(
        5201,
        LogLevel.Warning,
        "Replayed a journal: {Deliveries} deliveries, {Restored} of them were missing or torn; {Damaged} damaged parts were left out")]
    private partial void LogReplayed(int deliveries, int restored, int damaged);
}
