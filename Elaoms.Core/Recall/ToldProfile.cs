using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Recall;

/// <summary>
/// A caller's profile as it is told: each of its strings has gone through <see cref="OutgoingText"/>, when it is asked for. Of no profile,
/// nothing is told.
/// </summary>
internal sealed class ToldProfile(CallerProfile? profile)
{
    private const int MaxPhoneLength = 32;

    /// <summary>The name to address the caller by; null when none is known.</summary>
    public string? Name { get; } = OutgoingText.Name(profile?.Name);

    /// <summary>How far the name is to be believed; null when there is none.</summary>
    public FactConfidence? NameConfidence
        => Name is null ? null : profile!.IsNameUnsure ? FactConfidence.Unsure : FactConfidence.Confirmed;

    /// <summary>What holds about the caller.</summary>
    public string Summary => field ??= OutgoingText.Told(profile?.Summary, ProfileBuilder.MaxSummaryLength);

    /// <summary>What the last call was about, with its date.</summary>
    public string LastCallSummary => field ??= LastCall();

    /// <summary>The same in a few words.</summary>
    public string LastCallTopic => field ??= OutgoingText.Told(profile?.LastCallTopic, ProfileBuilder.MaxTopicLength);

    /// <summary>What is still to be done.</summary>
    public string OpenRequests => field ??= OutgoingText.Told(profile?.OpenRequests, ProfileBuilder.MaxSummaryLength);

    /// <summary>An ISO 639-1 code; empty when none is known.</summary>
    public string Language => OutgoingText.Language(profile?.PreferredLanguage);

    /// <summary>The caller's number; null when known by none.</summary>
    public string? PhoneNumber => profile?.PhoneNumber is { } number ? OutgoingText.Line(number, MaxPhoneLength) : null;

    // Who has called is not told to be new, whatever was in the call.
    private string LastCall()
    {
        var told = OutgoingText.Told(profile?.LastCallSummary, ProfileBuilder.MaxSummaryLength);
        return told.Length == 0 && profile?.LastCallAt is { } start ? ProfileBuilder.LastCallOn(start) + "." : told;
    }
}
