namespace Elaoms.Indexes.Embeddings;

/// <summary>What can be wrong with a server of embeddings, or between it and us.</summary>
public enum EmbeddingsFault
{
    /// <summary>There is no connection, or it broke.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It failed too often of late and is left alone for a moment.</summary>
    LeftAlone,

    /// <summary>It asks for fewer requests, or the account is used up.</summary>
    RateLimited,

    /// <summary>It says that it failed.</summary>
    ServerError,

    /// <summary>Its answer is cut short, too long, or holds no vectors of sound numbers, one for each text.</summary>
    Unintelligible,

    /// <summary>It wants a key, or another one: <c>EMBEDDINGS_KEY</c>.</summary>
    Key,

    /// <summary>It has no such model, or is no such server: <c>EMBEDDINGS_MODEL</c>, <c>EMBEDDINGS_URL</c>.</summary>
    UnknownModel,

    /// <summary>Its vectors are of another length than before: another model answers to the same name.</summary>
    OtherModel,

    /// <summary>It refuses this one request, whoever sends it.</summary>
    Refused,
}
