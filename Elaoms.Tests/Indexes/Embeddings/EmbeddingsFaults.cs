namespace Elaoms.Tests.Indexes.Embeddings;

/// <summary>What can be wrong with a server of embeddings, each a switch.</summary>
public sealed class EmbeddingsFaults
{
    /// <summary>The status of every answer; 200 when nothing is wrong.</summary>
    public int Status { get; set; } = 200;

    /// <summary>How long to wait, in the header of an answer that is not 200.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>The body of every answer; null for the right one.</summary>
    public string? Body { get; set; }

    /// <summary>Whether every answer is longer than any can be.</summary>
    public bool Huge { get; set; }

    /// <summary>Whether requests are taken and never answered.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many texts it takes at a time.</summary>
    public int MaxInputs { get; set; } = int.MaxValue;

    /// <summary>It refuses a text that holds this, and all that come with it.</summary>
    public string? Refuses { get; set; }

    /// <summary>It fails with 500 on a text that holds this.</summary>
    public string? FailsOn { get; set; }

    /// <summary>One number of every vector, instead of the right one.</summary>
    public float? FirstNumber { get; set; }

    /// <summary>How many vectors are missing from each answer.</summary>
    public int Missing { get; set; }

    /// <summary>Whether the vectors of an answer are of several lengths.</summary>
    public bool SeveralLengths { get; set; }
}
