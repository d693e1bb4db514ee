namespace Elaoms.Extraction.Redaction;

/// <summary>Something that was asked for, in the order of the question.</summary>
/// <param name="kind">What it is.</param>
/// <param name="languages">The languages of the words that named it.</param>
/// <param name="namesNumber">Whether a number was named, not merely what has one.</param>
internal sealed class AskedSecret(SecretCueKind kind, uint languages, bool namesNumber)
{
    /// <summary>What it is.</summary>
    public SecretCueKind Kind { get; } = kind;

    /// <summary>The languages of the words that named it.</summary>
    public uint Languages { get; } = languages;

    /// <summary>Whether a number was named, not merely what has one.</summary>
    public bool NamesNumber { get; } = namesNumber;

    /// <summary>Whether only its last digits were asked for.</summary>
    public bool IsEnding { get; set; } = kind == SecretCueKind.CardEnding;

    /// <summary>How many digits of it were said.</summary>
    public int Digits { get; private set; }

    /// <summary>Whether something of it was said.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether something of it was said in this turn.</summary>
    public bool IsAnsweredNow { get; private set; }

    /// <summary>Whether all of it was said.</summary>
    public bool IsComplete => IsAnswered
        && Kind != SecretCueKind.SeedPhrase
        && (Kind.IsFreeText() || Kind.IsOrdinary() || Digits >= (IsEnding ? 3 : Kind.EnoughDigits()));

    /// <summary>Notes that some of it was said.</summary>
    public void Answer(int digits) => (IsAnswered, IsAnsweredNow, Digits) = (true, true, Digits + digits);

    /// <summary>Ends a turn.</summary>
    public void EndTurn() => IsAnsweredNow = false;
}
