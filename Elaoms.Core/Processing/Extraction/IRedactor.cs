using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>
/// Removes from a call what only the archived payload may hold: numbers and codes of cards and accounts, passwords, identity numbers.
/// </summary>
public interface IRedactor
{
    /// <summary>Redacts the turns of both sides, title, summary and collected values. A pure function of the call. Thread-safe.</summary>
    RedactedCall Redact(Call call);
}

/// <summary>A call whose secrets are replaced by marks such as <c>[card number]</c>, and where they were.</summary>
/// <param name="Call">The call as it may be stored.</param>
/// <param name="Turns">For each turn, the spans of its original text that were replaced, in order, without overlaps.</param>
public sealed record RedactedCall(Call Call, IReadOnlyList<IReadOnlyList<RedactedSpan>> Turns)
{
    /// <summary>How often each kind was redacted in all texts of the call, collected values that were dropped included.</summary>
    public IReadOnlyDictionary<RedactionKind, int> Counts { get; init; } = ReadOnlyDictionary<RedactionKind, int>.Empty;
}

/// <summary>A part of a text that was replaced.</summary>
/// <param name="Start">The first character of it in the original text.</param>
/// <param name="End">The first character behind it.</param>
/// <param name="Kind">What it was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RedactedSpan(int Start, int End, RedactionKind Kind);

/// <summary>What was redacted.</summary>
public enum RedactionKind
{
    /// <summary>The number of a payment card.</summary>
    CardNumber,

    /// <summary>The code of a payment card, or until when it is valid.</summary>
    CardCode,

    /// <summary>The number of a bank account.</summary>
    AccountNumber,

    /// <summary>A password, a PIN or a code that is used once.</summary>
    Password,

    /// <summary>A number of a health insurance or of a patient, or a reading of the body.</summary>
    HealthNumber,

    /// <summary>The answer to a security question, such as a mother's maiden name.</summary>
    SecurityAnswer,

    /// <summary>A key or token of an interface.</summary>
    ApiKey,

    /// <summary>The words that restore a wallet.</summary>
    SeedPhrase,

    /// <summary>The number of a passport.</summary>
    PassportNumber,

    /// <summary>The number of a driving licence.</summary>
    DrivingLicence,

    /// <summary>A number of a person with the state: identity card, tax, social insurance.</summary>
    NationalId,
}
