using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Appends deliveries to a journal and flushes it once for all that wait, where <c>DURABILITY=disk</c> asks for it. The journal is cut soon
/// after: what is in it is brought to the disk in its own place, and the file is deleted.
/// See docs/decisions/0019-deliveries-are-flushed-in-a-journal.md.
/// </summary>
internal sealed class DeliveryJournal(JournalFolder folder, StorageFlush storage, ElaomsSettings settings) : IDeliveryJournal, IDisposable
{
    /// <summary>A file that has reached this is not appended to any more.</summary>
    public const long MaxFileBytes = 32 << 20;

    private readonly bool _isOn = settings.Durability == Durability.Disk;
    private readonly Lock _waitingLock = new();
    private readonly Lock _fileLock = new();
    private readonly List<JournalFile> _full = [];
    private JournalBatch? _waiting;
    private bool _isWriting;
    private JournalFile? _file;

    /// <inheritdoc />
    public async ValueTask WriteAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        if (!_isOn)
            return;
        // A large body is in a file already; copied to the journal it would be written twice.
        if (body.WrittenBytes > 0)
            await storage.FlushAsync([name], cancellationToken);
        else
            await AddAsync(name, body.AsMemory().Span).WaitAsync(cancellationToken);
    }

    /// <summary>Brings everything that is in the journal to the disk in its own place, and deletes the files.</summary>
    /// <param name="isLast">Whether no delivery comes after it.</param>
    /// <exception cref="Exception">The storage failed. The files stay for the next time.</exception>
    public async Task CutAsync(bool isLast, CancellationToken cancellationToken)
    {
        var files = TakeFull(isLast);
        if (files.Count == 0)
            return;
        await storage.FlushAsync(files.SelectMany(file => file.Names), cancellationToken);
        foreach (var file in files)
        {
            file.Delete();
            lock (_fileLock)
                _full.Remove(file);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_fileLock)
        {
            _file?.Dispose();
            _full.ForEach(file => file.Dispose());
            _file = null;
            _full.Clear();
        }
    }

    private Task AddAsync(PayloadName name, ReadOnlySpan<byte> body)
    {
        var record = JournalBatch.Encode(name, body);
        JournalBatch batch;
        lock (_waitingLock)
        {
            batch = _waiting ??= new JournalBatch();
            batch.Add(record);
            if (_isWriting)
                return batch.Written;
            _isWriting = true;
        }

        // A flush holds its thread, so it has one of its own. It ends when nothing waits.
        _ = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return batch.Written;
    }

    private void WriteAll()
    {
        while (TakeWaiting() is { } batch)
            batch.End(TryWrite(batch));
    }

    private JournalBatch? TakeWaiting()
    {
        lock (_waitingLock)
        {
            var batch = _waiting;
            _waiting = null;
            _isWriting = batch is not null;
            return batch;
        }
    }

    private Exception? TryWrite(JournalBatch batch)
    {
        lock (_fileLock)
        {
            try
            {
                _file ??= folder.Create();
                _file.Append(batch);
                if (_file.Length >= MaxFileBytes)
                    SetAside(ref _file);
                return null;
            }
#pragma warning disable CA1031 // Whoever waits for the batch gets the fault.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                SetAside(ref _file);
                return fault;
            }
        }
    }

    private List<JournalFile> TakeFull(bool isLast)
    {
        lock (_fileLock)
        {
            if (isLast || _file is { Length: > 0 })
            {
                SetAside(ref _file);
                // Beforehand, so that no delivery waits for the file's name to be flushed.
                if (!isLast)
                    _file = folder.Create();
            }

            return [.. _full];
        }
    }

    private void SetAside(ref JournalFile? file)
    {
        if (file is { Length: > 0 })
            _full.Add(file);
        else
            file?.Dispose();
        file = null;
    }
}
