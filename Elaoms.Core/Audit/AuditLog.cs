using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Core.Audit;

/// <summary>
/// Records every read of a caller's memory and every change of it. The entries of a process and a day are a chain, each with the seal of
/// the one before.
/// </summary>
public sealed class AuditLog(IAuditStore store, AuditSeal seal, TimeProvider time) : IAsyncDisposable
{
    // An append blob takes 50,000 blocks, and a chain is read as a whole.
    private const int MaxEntries = 10_000;
    private const int InstanceBytes = 8;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Chain? _chain;

    /// <summary>
    /// Records an act. Await it before the caller's memory is read or changed: if it throws, the entry can't be written and the act must
    /// not happen.
    /// </summary>
    /// <exception cref="ArgumentException">A text of the act is too long or has other characters than it may.</exception>
    public async Task RecordAsync(AuditedAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (act.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(act));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var day = DateOnly.FromDateTime(now.UtcDateTime);
            if (_chain is { } former && (former.Id.Day != day || former.End.Lines >= MaxEntries))
                await CloseAsync(now, cancellationToken);
            _chain ??= new Chain(
                new AuditChain(day, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(InstanceBytes))), default, Previous: null);
            await AppendAsync(act, now, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the chain, so that what is missing at its end is noticed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_chain is not null)
            await CloseAsync(time.GetUtcNow(), CancellationToken.None);
        _turn.Dispose();
    }

    // A chain that could not be closed looks as if its process had been killed; no act depends on it.
    private async Task CloseAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await AppendAsync(new AuditedAct("elaoms", AuditEntry.CloseVerb), now, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever keeps it from being written, it says nothing of a caller.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Said above.
        }

        _chain = null;
    }

    private async Task AppendAsync(AuditedAct act, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var chain = _chain!;
        // If this fails, nobody knows how the chain ends: the next entry begins another.
        _chain = null;
        var entry = new AuditEntry(
            chain.End.Lines + 1, now, act.Who, act.Verb, act.Caller is { } caller ? seal.HashOf(caller) : null, act.Fact, chain.Previous);
        var (line, own) = seal.Write(chain.Id, entry);
        await store.AppendAsync(chain.Id, chain.End, line, cancellationToken);
        _chain = new Chain(chain.Id, chain.End.After(line), own);
    }

    private sealed record Chain(AuditChain Id, AuditPosition End, string? Previous);
}

/// <summary>What somebody is about to do.</summary>
/// <param name="Who">The name of the key: up to 64 letters, digits and <c>. _ - : @</c>.</param>
/// <param name="Verb">What: up to 32 lower-case letters and hyphens.</param>
/// <param name="Caller">Whose memory; null when it is of no single caller.</param>
/// <param name="Fact">Which fact: its id, up to 128 visible ASCII characters; null for no single one. Never a value.</param>
public sealed record AuditedAct(string Who, string Verb, CallerKey? Caller = null, string? Fact = null)
{
    /// <summary>Who acts when a verb of the program works on the deployment's storage.</summary>
    public const string Program = "cli";

    private const int MaxWho = 64;
    private const int MaxVerb = 32;
    private const int MaxFact = 128;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    internal string? Fault()
    {
        if (Who.Length is 0 or > MaxWho || !Who.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' or '-' or ':' or '@'))
            return "Who acts has other characters than it may, or too many.";
        if (Verb.Length is 0 or > MaxVerb || !Verb.All(one => char.IsAsciiLetterLower(one) || one == '-'))
            return "The verb has other characters than it may, or too many.";
        return Fact is { } fact && (fact.Length is 0 or > MaxFact || !fact.All(one => one is > ' ' and < '\u007F'))
            ? "The fact's id has other characters than it may, or too many."
            : null;
    }
}
