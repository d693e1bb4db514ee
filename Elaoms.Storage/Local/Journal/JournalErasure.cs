namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Overwrites what journals hold of erased callers, also those that another process is writing: their conversations have the mark by then.
/// </summary>
internal sealed class JournalErasure(JournalFolder folder, DeliveryRestore deliveries, IFileFlush flush)
{
    /// <summary>Overwrites it. Call it within a turn (<see cref="JournalFolder.TakeTurnAsync"/>).</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var path in folder.List())
            await ClearAsync(path, cancellationToken);
        // A journal that was deleted before may be back after a power cut as long as its name is on the disk.
        folder.FlushNames();
    }

    private async Task ClearAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = JournalFolder.TryOpenShared(path);
        if (file is null)
            return;
        var reader = new JournalReader(file.SafeFileHandle, JournalFolder.IdOf(path)!.Value);
        var isChanged = false;
        foreach (var entry in reader.Read())
        {
            if (!await deliveries.IsErasedAsync(entry.Name, cancellationToken))
                continue;
            // The file may end within it.
            var length = Math.Clamp(RandomAccess.GetLength(file.SafeFileHandle) - entry.Offset, 0, entry.Length);
            RandomAccess.Write(file.SafeFileHandle, new byte[length], entry.Offset);
            isChanged = true;
        }

        if (isChanged)
            flush.Flush(file.SafeFileHandle);
    }
}
