namespace Elaoms.Tests.Indexes.Engines;

/// <summary>The engines there are.</summary>
public enum EngineKind
{
    /// <summary>Our own index alone.</summary>
    Embedded,

    /// <summary>OpenMemory v1.2 to v1.3.</summary>
    UserIds,

    /// <summary>OpenMemory since April 2026.</summary>
    Tenants,

    /// <summary>Vectors, made by a server of embeddings.</summary>
    Embeddings,
}
