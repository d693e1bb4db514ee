namespace Elaoms.Core.Records.Memories;

/// <summary>How much a memory matters, 0..1. Set by the kind of memory when it is learned; it never decays.</summary>
public static class Salience
{
    /// <summary>Profile information and critical facts.</summary>
    public const double High = 0.9;

    /// <summary>Summaries of conversations, and preferences.</summary>
    public const double Medium = 0.7;

    /// <summary>What was said along the way.</summary>
    public const double Low = 0.3;
}
