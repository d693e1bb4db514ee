namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// What is wrong with the server, each a switch of its own. What is documented of the real ones and always on there is on here too:
/// merging, cutting and the stale cache.
/// </summary>
public sealed class OpenMemoryFaults
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _hanging;

    /// <summary>Texts with the same words are one memory, of whichever user.</summary>
    public bool Merges { get; set; } = true;

    /// <summary>How many bits of a text's hash count: with few, unrelated texts are merged often.</summary>
    public int HashBits { get; set; } = 32;

    /// <summary>The most characters that are kept of a text.</summary>
    public int KeptLength { get; set; } = 200;

    /// <summary>For how long a search's result is given again, whatever was added or deleted since.</summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many searches at a time are answered; one more fails.</summary>
    public int MaxActiveQueries { get; set; } = 64;

    /// <summary>200 with nothing: no matches, and no id for what was added.</summary>
    public bool EmptyAnswers { get; set; }

    /// <summary>403 <c>tenant_mismatch</c> for whatever is asked.</summary>
    public bool TenantMismatch { get; set; }

    /// <summary>503 <c>auth_not_configured</c> for whatever is asked.</summary>
    public bool AuthNotConfigured { get; set; }

    /// <summary>So many requests are answered, then 429 until this is set again; null for all.</summary>
    public int? RequestsLeft
    {
        get
        {
            lock (_lock)
                return field;
        }
        set
        {
            lock (_lock)
                field = value;
        }
    }

    /// <summary>So many requests are answered in each <see cref="Window"/>, and 429 is for those above; null for all.</summary>
    public int? RequestsPerWindow { get; set; }

    /// <summary>How long a window is, by the server's clock.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What 429 asks to wait, in seconds.</summary>
    public double RetryAfterSeconds { get; set; } = 1;

    /// <summary>413 for a text that holds this; the empty string is in all.</summary>
    public string? TooLarge { get; set; }

    /// <summary>Every so many requests the answer ends in the middle; 0 for none.</summary>
    public int CutBodyEvery { get; set; }

    /// <summary>Every so many requests the connection is reset before anything is done; 0 for none.</summary>
    public int ResetEvery { get; set; }

    /// <summary>Every so many requests the connection is reset after it was done; 0 for none.</summary>
    public int LoseAnswerEvery { get; set; }

    /// <summary>Every so many requests fail: 500, but for a search in the older dialect, which then finds nothing; 0 for none.</summary>
    public int FailEvery { get; set; }

    /// <summary>How long an add takes, between looking for the same words and adding.</summary>
    public TimeSpan AddDelay { get; set; }

    /// <summary>How long a search takes; without end where it is infinite.</summary>
    public TimeSpan QueryDelay { get; set; }

    /// <summary>Nothing is answered, and nothing done, until this is switched off or the client goes away.</summary>
    public bool Hangs
    {
        get
        {
            lock (_lock)
                return _hanging is not null;
        }
        set
        {
            lock (_lock)
            {
                if (value == _hanging is not null)
                    return;
                _hanging?.SetResult();
                _hanging = value ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            }
        }
    }

    /// <summary>A request that holds this, in its path or body, ends the server, as a process that dies.</summary>
    public string? DiesOn { get; set; }

    /// <summary>Memories of other users stand first among the matches, whoever asks.</summary>
    public bool ForeignMatches { get; set; }

    /// <summary>A match that the server does not hold stands first.</summary>
    public bool InventedMatches { get; set; }

    /// <summary>Adds answer with the id of another user's memory, as if they were their own.</summary>
    public bool ForeignIds { get; set; }

    /// <summary>What answers is a proxy: 502 and a page.</summary>
    public bool BadGateway { get; set; }

    /// <summary>What answers is something else: 200 and a page.</summary>
    public bool OtherService { get; set; }

    /// <summary>Answers are megabytes long.</summary>
    public bool HugeAnswers { get; set; }

    /// <summary>Answers are nested a hundred thousand times.</summary>
    public bool DeepAnswers { get; set; }

    /// <summary>Waits while it hangs.</summary>
    internal Task WhileHangingAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _hanging?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>Takes one of the requests that are left.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool TryTakeRequest()
    {
        lock (_lock)
        {
            if (RequestsLeft is not { } left)
                return true;
            RequestsLeft = Math.Max(0, left - 1);
            return left > 0;
        }
    }
}
