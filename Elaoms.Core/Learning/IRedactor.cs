using System.Runtime.InteropServices;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Learning;

/// <summary>Takes out of a call what is stored nowhere but in the archived payload: numbers and codes of cards and accounts, passwords, identity numbers.</summary>
public interface IRedactor
{
    /// <summary>Redacts the turns of both sides, title, summary and collected values. A pure function of the call; safe for use by several threads.</summary>
    RedactedCall Redact(Call call);
}

/// <summary>A call whose secrets are replaced by marks such as <c>[card number]</c>, and where they were.</summary>
/// <param name="Call">The call as it may be stored.</param>
/// <param name="Turns">For each turn, the spans of its original text that were replaced, in order, without overlaps.</param>
public sealed record RedactedCall(Call Call, IReadOnlyList<IReadOnlyList<RedactedSpan>> Turns);

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

    /// <summary>A number of a health or social insurance, of a patient, or a reading of the body.</summary>
    HealthNumber,
}
