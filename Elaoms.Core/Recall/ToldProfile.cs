using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Recall;

/// <summary>
/// A caller's profile as it is told: each of its strings has gone through <see cref="OutgoingText"/>, when it was stored by this build, or
/// when it is asked for. Of no profile, nothing is told.
/// </summary>
internal sealed class ToldProfile
{
    private const int MaxPhoneLength = 32;

    private readonly CallerProfile? _profile;
    private readonly ToldTexts? _stored;

    public ToldProfile(CallerProfile? profile)
    {
        _profile = profile;
        _stored = profile?.Told is { IsOfThisBuild: true } told ? told : null;
        Name = _stored is null ? OutgoingText.Name(profile?.Name) : _stored.Name;
    }

    /// <summary>The name to address the caller by; null when none is known.</summary>
    public string? Name { get; }

    /// <summary>Whether a caller may be greeted by the name.</summary>
    public bool IsGreetable => Name is not null && (_stored?.IsGreetable ?? SpokenNames.BuiltIn.IsGreetable(Name));

    /// <summary>How far the name is to be believed; null when there is none.</summary>
    public FactConfidence? NameConfidence
        => Name is null ? null : _profile!.IsNameUnsure ? FactConfidence.Unsure : FactConfidence.Confirmed;

    /// <summary>What holds about the caller.</summary>
    public string Summary => field ??= _stored?.Summary ?? OutgoingText.Told(_profile?.Summary, ProfileBuilder.MaxSummaryLength);

    /// <summary>What the last call was about, with its date.</summary>
    public string LastCallSummary => field ??= _stored?.LastCallSummary ?? LastCall();

    /// <summary>The same in a few words.</summary>
    public string LastCallTopic
        => field ??= _stored?.LastCallTopic ?? OutgoingText.Told(_profile?.LastCallTopic, ProfileBuilder.MaxTopicLength);

    /// <summary>What is still to be done.</summary>
    public string OpenRequests
        => field ??= _stored?.OpenRequests ?? OutgoingText.Told(_profile?.OpenRequests, ProfileBuilder.MaxSummaryLength);

    /// <summary>An ISO 639-1 code; empty when none is known.</summary>
    public string Language => OutgoingText.Language(_profile?.PreferredLanguage);

    /// <summary>The caller's number; null when known by none.</summary>
    public string? PhoneNumber => _profile?.PhoneNumber is { } number ? OutgoingText.Line(number, MaxPhoneLength) : null;

    // Who has called is not told to be new, whatever was in the call.
    private string LastCall()
    {
        var told = OutgoingText.Told(_profile?.LastCallSummary, ProfileBuilder.MaxSummaryLength);
        return told.Length == 0 && _profile?.LastCallAt is { } start ? ProfileBuilder.LastCallOn(start) + "." : told;
    }
}

/// <inheritdoc />
internal sealed class ProfileTeller : IProfileTeller
{
    /// <inheritdoc />
    public ToldTexts Tell(CallerProfile profile)
    {
        var told = new ToldProfile(profile with { Told = null });
        return new ToldTexts(
            ToldTexts.ThisBuild,
            told.Name,
            told.IsGreetable,
            told.Summary,
            told.LastCallSummary,
            told.LastCallTopic,
            told.OpenRequests);
    }
}
