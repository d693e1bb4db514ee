namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Overwrites what journals hold of erased callers, also those that another process is writing: their conversations have the mark by then.
/// </summary>
internal sealed class JournalErasure(JournalFolder folder, DeliveryRestore deliveries, IFileFlush flush)
{
    /// <summary>Overwrites it.</summary>
    /// <returns>False when another process replays a journal: it is to be tried again.</returns>
    public async Task<bool> TryClearAsync(CancellationToken cancellationToken)
    {
        foreach (var path in folder.List())
        {
            if (!await TryClearAsync(path, cancellationToken))
                return false;
        }

        // A journal that was deleted before may be back after a power cut as long as its name is on the disk.
        folder.FlushNames();
        return true;
    }

    private async Task<bool> TryClearAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = JournalFolder.TryOpenShared(path, out var isTakenOver);
        if (file is null)
            return !isTakenOver;
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
        return true;
    }
}
