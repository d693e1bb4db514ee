using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction;

/// <summary>What a turn stands in.</summary>
/// <param name="Asked">What the agent asked for; null where nobody answers.</param>
/// <param name="IsAboutCard">Whether a payment card was spoken of just before.</param>
/// <param name="IsAboutBank">Whether the call is about a bank account.</param>
/// <param name="IsAboutCode">Whether a code that protects something was spoken of just before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallContext(AskedSecrets? Asked, bool IsAboutCard, bool IsAboutBank, bool IsAboutCode)
{
    /// <summary>What a kind of cue means in this call.</summary>
    public SecretCueKind Resolve(SecretCueKind kind, bool isAboutCard) => kind switch
    {
        SecretCueKind.AccountNumber => IsAboutBank ? SecretCueKind.BankAccount : SecretCueKind.OtherNumber,
        SecretCueKind.CardNumberPart => isAboutCard ? SecretCueKind.CardNumber : SecretCueKind.Unknown,
        _ => kind,
    };
}
