namespace Elaoms.Tests.OpenMemory;

/// <summary>What is wrong with the server, each a switch of its own. What is documented of the real ones and always on there is on here too: merging, cutting and the stale cache.</summary>
public sealed class OpenMemoryFaults
{
    /// <summary>Texts with the same words are one memory, of whichever user.</summary>
    public bool Merges { get; set; } = true;

    /// <summary>How many bits of a text's hash count: with few, unrelated texts are merged often.</summary>
    public int HashBits { get; set; } = 32;

    /// <summary>The most characters that are kept of a text.</summary>
    public int KeptLength { get; set; } = 200;

    /// <summary>For how long a search's result is given again, whatever was added or deleted since.</summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>200 with nothing: no matches, and no id for what was added.</summary>
    public bool EmptyAnswers { get; set; }

    /// <summary>403 <c>tenant_mismatch</c> for whatever is asked.</summary>
    public bool TenantMismatch { get; set; }

    /// <summary>503 <c>auth_not_configured</c> for whatever is asked.</summary>
    public bool AuthNotConfigured { get; set; }

    /// <summary>So many requests are answered, then 429 until this is set again; null for all.</summary>
    public int? RequestsLeft { get; set; }

    /// <summary>What 429 asks to wait, in seconds.</summary>
    public double RetryAfterSeconds { get; set; } = 1;

    /// <summary>413 for a text that holds this.</summary>
    public string? TooLarge { get; set; }

    /// <summary>Every so many requests the answer ends in the middle; 0 for none.</summary>
    public int CutBodyEvery { get; set; }

    /// <summary>Every so many requests the connection is reset before anything is done; 0 for none.</summary>
    public int ResetEvery { get; set; }

    /// <summary>Every so many requests the connection is reset after it was done; 0 for none.</summary>
    public int LoseAnswerEvery { get; set; }

    /// <summary>Every so many requests the answer is 500; 0 for none.</summary>
    public int FailEvery { get; set; }

    /// <summary>How long an add takes.</summary>
    public TimeSpan AddDelay { get; set; }

    /// <summary>How long a search takes; without end where it is infinite.</summary>
    public TimeSpan QueryDelay { get; set; }

    /// <summary>A request that holds this ends the server, as a process that dies.</summary>
    public string? DiesOn { get; set; }

    /// <summary>Memories of other users stand first among the matches, whoever asks.</summary>
    public bool ForeignMatches { get; set; }

    /// <summary>Adds answer with the id of another user's memory, as if they were their own.</summary>
    public bool ForeignIds { get; set; }

    /// <summary>What answers is a proxy: 502 and a page.</summary>
    public bool BadGateway { get; set; }

    /// <summary>What answers is something else: 200 and a page.</summary>
    public bool OtherService { get; set; }

    /// <summary>Answers are megabytes long.</summary>
    public bool HugeAnswers { get; set; }
}
