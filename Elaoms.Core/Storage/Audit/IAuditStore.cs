using System.Runtime.InteropServices;

namespace Elaoms.Core.Storage.Audit;

/// <summary>
/// Keeps the lines of the audit log, chain by chain. A chain has one writer, which appends one line after the other. Storage faults are
/// exceptions.
/// </summary>
public interface IAuditStore
{
    /// <summary>The longest line, in bytes. A longer one is read only so far.</summary>
    const int MaxLineBytes = 1024;

    /// <summary>Appends a line; when this returns, it outlives what the storage promises for a delivery.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="end">What the chain holds so far.</param>
    /// <param name="line">The line, without a line break.</param>
    /// <exception cref="Exception">It was not appended, or nobody knows. The writer must begin another chain.</exception>
    ValueTask AppendAsync(AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>Lists the chains of a day and later ones, by day.</summary>
    IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken);

    /// <summary>Reads the lines of a chain in their order; none when the chain is not there.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(AuditChain chain, CancellationToken cancellationToken);

    /// <summary>Deletes the chains of all days before one.</summary>
    /// <returns>How many chains were deleted.</returns>
    ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken);
}

/// <summary>The entries of one process on one day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Instance">Names the process: random, hex digits.</param>
public readonly record struct AuditChain(DateOnly Day, string Instance);

/// <summary>How much a chain holds.</summary>
/// <param name="Lines">How many lines.</param>
/// <param name="Bytes">How many bytes, each line with its line break.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AuditPosition(int Lines, long Bytes)
{
    /// <summary>The position after one line more.</summary>
    public AuditPosition After(ReadOnlyMemory<byte> line) => new(Lines + 1, Bytes + line.Length + 1);
}
