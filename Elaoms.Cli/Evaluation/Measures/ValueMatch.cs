namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>How a fact's value stands to a label's.</summary>
internal enum ValueMatch
{
    /// <summary>They say something else.</summary>
    Other,

    /// <summary>The fact says what the label says, and something else.</summary>
    More,

    /// <summary>The fact says a part of the label and nothing else.</summary>
    Part,

    /// <summary>They say the same.</summary>
    Right,
}
