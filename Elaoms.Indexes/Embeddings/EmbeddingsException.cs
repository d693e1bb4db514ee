using Elaoms.Core.Search;

namespace Elaoms.Indexes.Embeddings;

/// <summary>Texts could not be made vectors. What the server wrote is not in it: it may quote what was sent.</summary>
public sealed class EmbeddingsException : EngineException
{
    /// <summary>Describes a fault by its kind.</summary>
    public EmbeddingsException(EmbeddingsFault fault, Exception? cause = null, int? status = null)
        : base(Describe(fault) + (status is null ? "" : $" (HTTP {status})"), cause)
        => (Fault, IsLeftAlone) = (fault, fault == EmbeddingsFault.LeftAlone);

    /// <inheritdoc />
    public EmbeddingsException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public EmbeddingsException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public EmbeddingsException()
    {
    }

    /// <summary>What failed.</summary>
    public EmbeddingsFault Fault { get; }

    /// <inheritdoc />
    public override string Reason => Fault switch
    {
        EmbeddingsFault.Unreachable => "unreachable",
        EmbeddingsFault.TimedOut => "deadline",
        EmbeddingsFault.LeftAlone => "left_alone",
        EmbeddingsFault.RateLimited => "rate_limited",
        EmbeddingsFault.Key => "key",
        EmbeddingsFault.UnknownModel or EmbeddingsFault.OtherModel => "model",
        _ => "fault",
    };

    /// <inheritdoc />
    public override bool MayPass
        => Fault is EmbeddingsFault.Unreachable or EmbeddingsFault.TimedOut or EmbeddingsFault.ServerError or EmbeddingsFault.Unintelligible
            or EmbeddingsFault.RateLimited;

    /// <inheritdoc />
    public override bool IsBroken => Fault is EmbeddingsFault.Unreachable;

    /// <inheritdoc />
    public override bool AsksForLess => Fault is EmbeddingsFault.RateLimited;

    private static string Describe(EmbeddingsFault fault) => fault switch
    {
        EmbeddingsFault.Unreachable => "The embeddings server can't be reached, or breaks the connection",
        EmbeddingsFault.TimedOut => "The embeddings server does not answer in time",
        EmbeddingsFault.LeftAlone => "The embeddings server failed too often and is not asked for a moment",
        EmbeddingsFault.RateLimited => "The embeddings server asks for fewer requests, or the account is used up",
        EmbeddingsFault.ServerError => "The embeddings server reports an error of its own",
        EmbeddingsFault.Unintelligible
            => "The embeddings server's answer is cut short, is too long, or lacks a valid vector for each text",
        EmbeddingsFault.Key => "The embeddings server does not accept EMBEDDINGS_KEY, or requires one",
        EmbeddingsFault.UnknownModel
            => "The embeddings server has no such model, or EMBEDDINGS_URL is not the address above /embeddings: "
                + "check EMBEDDINGS_MODEL and EMBEDDINGS_URL",
        EmbeddingsFault.OtherModel
            => "The embeddings server returns vectors of another length than before, so the same name is now another model",
        _ => "The embeddings server refuses the request",
    };
}
