using Elaoms.Core.Calls;
using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records;

/// <summary>Derives a caller's profile from the record.</summary>
public static class ProfileBuilder
{
    /// <summary>The most characters of a summary: it is read into a prompt at the start of every call.</summary>
    public const int MaxSummaryLength = 300;

    /// <summary>The most characters of what the last call was about: it is spoken in a greeting.</summary>
    public const int MaxTopicLength = 100;

    /// <summary>Derives the profile.</summary>
    public static CallerProfile Build(CallerRecord record) => Build(record.Overview());

    /// <summary>Derives the profile.</summary>
    internal static CallerProfile Build(CallerOverview record)
    {
        var last = record.LastCall;
        var (title, summary) = (Title(last), Summary(last));
        var facts = record.Known.Current.OrderByDescending(fact => fact.LastSaid).ThenBy(fact => fact.Key, StringComparer.Ordinal).ToList();
        var name = CallerName.Of(record.Known);
        var (isOptedOut, line) = (record.Changes?.IsOptedOut == true, record.Changes?.Line ?? LineMark.None);
        return new CallerProfile
        {
            Version = isOptedOut || line != LineMark.None ? CallerProfile.CurrentVersion : 1,
            Revision = record.Revision,
            IsKindCertain = record.IsKindCertain,
            Name = name?.Name,
            IsNameUnsure = name?.Confidence == FactConfidence.Unsure,
            Summary = ProfileSummary.Of(facts),
            LastCallSummary = last is null ? "" : LastCallSummary(record, last, title, summary),
            LastCallTopic = Topic(title ?? summary ?? ""),
            LastCallAt = last?.StartedAt,
            CallCount = record.CallCount,
            OpenRequests = PlainText.Shorten(ProfileSummary.OpenRequests(facts), MaxSummaryLength),
            PreferredLanguage = LanguageNames.CodeOf(
                facts.Find(fact => fact.Kind == FactKinds.PreferredLanguage && IsTold(fact.Confidence))?.Value)
                ?? LanguageNames.CodeOf(last?.Language),
            PhoneNumber = record.Caller.PhoneNumber,
            Facts = ByKey(record.Known, facts),
            PeopleOnLine = record.Known.PeopleOnLine,
            BusiestDays = record.BusiestDays,
            IsOptedOut = isOptedOut,
            Line = line,
        };
    }

    // A title is what the last call was about, in a greeting too. A summary may repeat what a caller said to the model.
    private static string? Title(PastCall? call)
        => call?.Title is { } title && !PromptInjection.BuiltIn.ClaimsAuthority(title) ? title : null;

    private static string? Summary(PastCall? call)
        => call?.Summary is { } summary && PromptInjection.BuiltIn.Without(summary) is { Length: > 0 } rest ? rest : null;

    // It is spoken in a greeting, where a mark would be too.
    private static string Topic(string text)
        => ForgottenMark.IsIn(text) ? "" : PlainText.Shorten(text, MaxTopicLength).TrimEnd('.');

    private static string LastCallSummary(CallerOverview record, PastCall call, string? callTitle, string? callSummary)
    {
        var said = (callTitle, callSummary) switch
        {
            (null, null) => InOwnWords(record, call),
            (null, var summary) => $": {summary}",
            (var title, null) => $": {title}",
            var (title, summary) => $": {title.TrimEnd('.')}. {summary}",
        };
        return PlainText.Shorten(LastCallOn(call.StartedAt) + said, MaxSummaryLength);
    }

    /// <summary>What is said of a call of which nothing more is known, without the full stop.</summary>
    internal static string LastCallOn(DateTimeOffset start) => $"Previous conversation on {PlainText.Day(start)}";

    // Without the platform's words: what the caller asked for, and how it ended.
    private static string InOwnWords(CallerOverview record, PastCall call)
    {
        var errand = CallErrand.Of([.. record.SaidInLastCall
            .Where(memory => memory.Turn is not null)
            .Select(memory => new Turn(memory.Turn!.Value, memory.Role ?? "", memory.Text, 0))]);
        var quote = errand is null ? "." : $": “{errand.Text}”{(errand.Text[^1] is '.' or '!' or '?' or '…' ? "" : ".")}";
        return call.Outcome?.ToLowerInvariant() is ("success" or "failure") and var outcome ? $"{quote} Outcome: {outcome}." : quote;
    }

    // A variable can't say how far its value is to be believed.
    private static bool IsTold(FactConfidence confidence) => confidence != FactConfidence.Unconfirmed;

    // Also under the keys of the platform's analysis, since agents have variables of these names.
    private static Dictionary<string, string> ByKey(KnownFacts known, List<CurrentFact> facts)
    {
        var byKey = facts.Where(fact => IsTold(fact.Confidence)).GroupBy(fact => fact.Kind.Key, StringComparer.Ordinal)
            .ToDictionary(said => said.Key, said => string.Join("; ", said.Select(fact => fact.Value)), StringComparer.Ordinal);
        foreach (var fact in known.Held.Where(fact => IsTold(fact.Confidence) && !FactKinds.Of(fact.Key).IsMany))
        {
            if (fact.Key != FactKinds.Of(fact.Key).Key)
                byKey[fact.Key] = fact.Value;
        }

        return byKey;
    }
}
