using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Recall;

/// <summary>A caller's profile as it is told: each of its strings has gone through <see cref="OutgoingText"/>.</summary>
/// <param name="Name">The name to address the caller by; null when none is known.</param>
/// <param name="Summary">What holds about the caller.</param>
/// <param name="LastCallSummary">What the last call was about, with its date.</param>
/// <param name="LastCallTopic">The same in a few words.</param>
/// <param name="OpenRequests">What is still to be done.</param>
/// <param name="Language">An ISO 639-1 code; empty when none is known.</param>
/// <param name="PhoneNumber">The caller's number; null when known by none.</param>
internal sealed record ToldProfile(
    string? Name, string Summary, string LastCallSummary, string LastCallTopic, string OpenRequests, string Language, string? PhoneNumber)
{
    private const int MaxPhoneLength = 32;

    /// <summary>How far the name is to be believed; null when there is none.</summary>
    public FactConfidence? NameConfidence { get; private init; }

    // Who has called is not told to be new, whatever was in the call.
    private static string LastCall(CallerProfile profile)
    {
        var told = OutgoingText.Told(profile.LastCallSummary, ProfileBuilder.MaxSummaryLength);
        return told.Length == 0 && profile.LastCallAt is { } start ? ProfileBuilder.LastCallOn(start) + "." : told;
    }

    /// <summary>Tells a profile; of none, nothing.</summary>
    public static ToldProfile Of(CallerProfile? profile)
    {
        if (profile is null)
            return new ToldProfile(null, "", "", "", "", "", null);
        var name = OutgoingText.Name(profile.Name);
        return new ToldProfile(
            name,
            OutgoingText.Told(profile.Summary, ProfileBuilder.MaxSummaryLength),
            LastCall(profile),
            OutgoingText.Told(profile.LastCallTopic, ProfileBuilder.MaxTopicLength),
            OutgoingText.Told(profile.OpenRequests, ProfileBuilder.MaxSummaryLength),
            OutgoingText.Language(profile.PreferredLanguage),
            profile.PhoneNumber is { } number ? OutgoingText.Line(number, MaxPhoneLength) : null)
        {
            NameConfidence = name is null ? null : profile.IsNameUnsure ? FactConfidence.Unsure : FactConfidence.Confirmed,
        };
    }
}
