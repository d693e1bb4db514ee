using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Parts;

/// <summary>What ranking needs of a memory, as it is stored.</summary>
/// <param name="Call">The place of its call in the part.</param>
/// <param name="Turn">Its position in the transcript; -1 when it is no turn.</param>
/// <param name="Line">The place of its line.</param>
/// <param name="Length">How many terms it has.</param>
/// <param name="AfterMs">How long after the start of its call, in ms.</param>
/// <param name="Salience">How much it matters, 0..1.</param>
/// <param name="Said">A hash of its speaker and words, equal for what is said again; 0 for nobody's words.</param>
/// <param name="Traits">Who said it, and in what way.</param>
/// <param name="About">Its score for a query that asks for nothing: -1, 0 or 1.</param>
/// <param name="Padding">Nothing.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct PartText(
    int Call, int Turn, int Line, int Length, int AfterMs, float Salience, ulong Said, TextTraits Traits, sbyte About, short Padding = 0)
{
    /// <summary>Whether it is a turn.</summary>
    public bool IsTurn => Turn >= 0;

    /// <summary>The side that said it.</summary>
    public SpeakerSide By
        => Has(TextTraits.ByCaller) ? SpeakerSide.Caller : Has(TextTraits.ByAgent) ? SpeakerSide.Agent : SpeakerSide.Neither;

    /// <summary>Whether it is like that.</summary>
    public bool Has(TextTraits trait) => (Traits & trait) == trait;
}

/// <summary>What a memory is like.</summary>
[Flags]
internal enum TextTraits : byte
{
    /// <summary>Nothing of the others.</summary>
    None = 0,

    /// <summary>The caller said it.</summary>
    ByCaller = 1,

    /// <summary>The agent said it.</summary>
    ByAgent = 2,

    /// <summary>It ends with a question mark.</summary>
    Asks = 4,

    /// <summary>It tells a time.</summary>
    TellsTime = 8,

    /// <summary>Its id is another than its place would give it.</summary>
    HasOtherId = 16,

    /// <summary>It states a fact.</summary>
    StatesFact = 32,
}
