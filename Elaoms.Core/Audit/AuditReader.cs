using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Core.Audit;

/// <summary>Reads and verifies the audit log.</summary>
public sealed class AuditReader(IAuditStore store, AuditSeal seal)
{
    /// <summary>The most entries of one day that are read: some 50 MB.</summary>
    public const int MaxEntriesOfDay = 100_000;

    /// <summary>
    /// Reads entries by time. Those that are not as they were written are left out: <see cref="VerifyAsync"/> names them.
    /// </summary>
    /// <param name="since">The first day (UTC).</param>
    /// <param name="callers">Only entries about these; null for all.</param>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(
        DateOnly since, IReadOnlyCollection<CallerKey>? callers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hashes = callers?.Select(seal.HashOf).ToHashSet(StringComparer.Ordinal);
        var (day, entries) = (since, new List<AuditEntry>());
        await foreach (var chain in store.ListAsync(since, cancellationToken))
        {
            if (chain.Day != day)
            {
                foreach (var entry in entries.OrderBy(entry => entry.At))
                    yield return entry;
                entries.Clear();
                day = chain.Day;
            }

            await foreach (var line in store.ReadAsync(chain, cancellationToken))
            {
                if (entries.Count < MaxEntriesOfDay && Read(chain, line) is { Entry: var entry } && IsWanted(entry))
                    entries.Add(entry);
            }
        }

        foreach (var entry in entries.OrderBy(entry => entry.At))
            yield return entry;

        bool IsWanted(AuditEntry entry)
            => entry.Verb != AuditEntry.CloseVerb && (hashes is null || (entry.Caller is { } caller && hashes.Contains(caller)));
    }

    /// <summary>Looks for entries that were changed, removed or put elsewhere.</summary>
    /// <param name="since">The first day (UTC).</param>
    public async Task<AuditReport> VerifyAsync(DateOnly since, CancellationToken cancellationToken)
    {
        var (chains, entries, open, faults) = (0, 0, 0, new List<AuditFault>());
        await foreach (var chain in store.ListAsync(since, cancellationToken))
        {
            var check = new ChainCheck(chain);
            await foreach (var line in store.ReadAsync(chain, cancellationToken))
                check.Add(Read(chain, line));
            chains++;
            entries += check.Entries;
            open += check.IsClosed ? 0 : 1;
            faults.AddRange(check.Faults());
        }

        return new AuditReport(chains, entries, open, faults);
    }

    private (AuditEntry Entry, string Seal)? Read(AuditChain chain, ReadOnlyMemory<byte> line)
    {
        try
        {
            return seal.Read(chain, line);
        }
        catch (NewerDocumentException)
        {
            return null;
        }
    }

    /// <summary>Checks the lines of a chain one by one.</summary>
    private sealed class ChainCheck(AuditChain chain)
    {
        private const int MaxFaults = 100;

        private readonly HashSet<int> _seen = [];
        private readonly List<AuditFault> _faults = [];
        private string? _previous;
        private bool _isPreviousKnown = true;
        private int _last;

        public int Entries { get; private set; }

        public bool IsClosed { get; private set; }

        public void Add((AuditEntry Entry, string Seal)? read)
        {
            Entries++;
            IsClosed = read?.Entry.Verb == AuditEntry.CloseVerb;
            if (read is not var (entry, own))
            {
                Fault(AuditFaultKind.Changed, Entries);
                // The place that it stands in is not missing as well.
                _seen.Add(++_last);
                (_previous, _isPreviousKnown) = (null, false);
                return;
            }

            var isInOrder = entry.Number > _last && _seen.Add(entry.Number);
            if (!isInOrder)
            {
                _seen.Add(entry.Number);
                Fault(AuditFaultKind.Reordered, Entries);
            }
            else if (entry.Number == _last + 1 && _isPreviousKnown && entry.Previous != _previous)
            {
                Fault(AuditFaultKind.Missing, entry.Number);
            }

            _last = Math.Max(_last, entry.Number);
            (_previous, _isPreviousKnown) = (own, isInOrder);
        }

        public List<AuditFault> Faults()
        {
            for (var number = 1; number < _last && _faults.Count < MaxFaults; number++)
            {
                if (!_seen.Contains(number))
                    Fault(AuditFaultKind.Missing, number);
            }

            return _faults;
        }

        private void Fault(AuditFaultKind kind, int number)
        {
            if (_faults.Count < MaxFaults)
                _faults.Add(new AuditFault(chain, kind, number));
        }
    }
}

/// <summary>What verifying the audit log found.</summary>
/// <param name="Chains">How many chains there are: one a process and day.</param>
/// <param name="Entries">How many entries they hold.</param>
/// <param name="Open">
/// How many chains have no end: their process runs or was killed, or their last entries were removed.
/// </param>
/// <param name="Faults">What is not as it was written; at most 100 of each chain.</param>
public sealed record AuditReport(int Chains, int Entries, int Open, IReadOnlyList<AuditFault> Faults);

/// <summary>A place where the audit log is not as it was written.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Kind">What happened to it.</param>
/// <param name="Number">
/// Which entry: of a missing one its own number, of others the place where it stands now, from 1.
/// </param>
public sealed record AuditFault(AuditChain Chain, AuditFaultKind Kind, int Number);

/// <summary>What happened to an entry.</summary>
public enum AuditFaultKind
{
    /// <summary>It is not as it was written, or was written by a newer version.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Missing,

    /// <summary>It stands in another place, or twice.</summary>
    Reordered,
}
