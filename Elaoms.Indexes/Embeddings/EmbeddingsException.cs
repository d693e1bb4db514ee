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
        EmbeddingsFault.Unreachable => "The server of embeddings can't be reached, or breaks the connection",
        EmbeddingsFault.TimedOut => "The server of embeddings does not answer in time",
        EmbeddingsFault.LeftAlone => "The server of embeddings failed too often of late and is left alone for a moment",
        EmbeddingsFault.RateLimited => "The server of embeddings asks for fewer requests, or the account is used up",
        EmbeddingsFault.ServerError => "The server of embeddings answers that it failed",
        EmbeddingsFault.Unintelligible
            => "The answer of the server of embeddings is cut short, too long, or holds no vector of sound numbers for each text",
        EmbeddingsFault.Key => "The server of embeddings does not accept EMBEDDINGS_KEY, or wants one",
        EmbeddingsFault.UnknownModel
            => "The server of embeddings has no such model, or EMBEDDINGS_URL is not the address above /embeddings: "
                + "compare EMBEDDINGS_MODEL and EMBEDDINGS_URL",
        EmbeddingsFault.OtherModel
            => "The server of embeddings gives vectors of another length than before, so another model answers to the same name",
        _ => "The server of embeddings refuses the request",
    };
}
