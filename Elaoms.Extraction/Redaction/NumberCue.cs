using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction;

/// <summary>What is said of a number.</summary>
/// <param name="Kind">What it is said to be.</param>
/// <param name="IsLinked">Whether it is said directly: right before it, with "is" between, or in a short answer.</param>
/// <param name="NamesNumber">Whether a number was named, not merely what has one.</param>
/// <param name="Cue">The words that say so; null when it was asked for before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberCue(SecretCueKind Kind, bool IsLinked, bool NamesNumber, SecretCue? Cue)
{
    /// <summary>Whether it is said to be something that stays.</summary>
    public bool Stays(int digits) => Kind switch
    {
        SecretCueKind.Phone => digits <= 15,
        SecretCueKind.LastDigits => digits <= 4,
        SecretCueKind.Measure or SecretCueKind.Amount => digits < 13,
        // "My order, 4111 1111 …" and "a card for the order?" may go on with a card; "the order number" and "the order is" don't.
        SecretCueKind.OtherNumber => digits < 13 || NamesNumber || IsLinked,
        _ => false,
    };
}
