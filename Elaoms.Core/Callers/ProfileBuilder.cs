using Elaoms.Core.Facts;

namespace Elaoms.Core.Callers;

/// <summary>Derives a caller's profile from the record.</summary>
public static class ProfileBuilder
{
    /// <summary>The most characters of a summary: it is read into a prompt at the start of every call.</summary>
    public const int MaxSummaryLength = 300;

    private const int MaxTopicLength = 100;

    /// <summary>Derives the profile.</summary>
    public static CallerProfile Build(CallerRecord record)
    {
        var facts = record.CurrentFacts.OrderByDescending(fact => fact.LastSaid).ThenBy(fact => fact.Key, StringComparer.Ordinal).ToList();
        return new CallerProfile
        {
            Revision = record.Revision,
            IsKindCertain = record.IsKindCertain,
            Name = CallerName.Of(record, facts),
            IsNameUnsure = !CallerName.IsSure(record),
            Summary = WithoutBraces(ProfileSummary.Of(facts)),
            LastCallSummary = record.LastCall is { } last ? WithoutBraces(LastCallSummary(last)) : "",
            LastCallTopic = WithoutBraces(PlainText.Shorten(record.LastCall?.Title ?? record.LastCall?.Summary ?? "", MaxTopicLength).TrimEnd('.')),
            LastCallAt = record.LastCall?.StartedAt,
            CallCount = record.Calls.Count,
            OpenRequests = WithoutBraces(PlainText.Shorten(ProfileSummary.OpenRequests(facts), MaxSummaryLength)),
            PreferredLanguage = facts.Find(fact => fact.Kind == FactKinds.PreferredLanguage)?.Value ?? record.LastCall?.Language,
            PhoneNumber = record.Caller.PhoneNumber,
            Facts = ByKey(record, facts),
        };
    }

    // These texts go into messages and prompts, where the platform fills what stands in braces; and what is in them, a caller said.
    private static string WithoutBraces(string text) => text.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private static string LastCallSummary(PastCall call)
    {
        var said = (call.Title, call.Summary) switch
        {
            (null, null) => "",
            (null, var summary) => summary,
            (var title, null) => title,
            var (title, summary) => $"{title.TrimEnd('.')}. {summary}",
        };
        return said.Length == 0 ? "" : PlainText.Shorten($"Previous conversation on {PlainText.Day(call.StartedAt)}: {said}", MaxSummaryLength);
    }

    // Also under the keys of the platform's analysis, since agents have variables of these names.
    private static Dictionary<string, string> ByKey(CallerRecord record, List<CurrentFact> facts)
    {
        var byKey = facts.GroupBy(fact => fact.Kind.Key, StringComparer.Ordinal)
            .ToDictionary(said => said.Key, said => string.Join("; ", said.Select(fact => fact.Value)), StringComparer.Ordinal);
        foreach (var fact in record.Facts.Where(fact => fact.ValidTo is null && !FactKinds.Of(fact.Key).IsMany))
        {
            if (fact.Key != FactKinds.Of(fact.Key).Key)
                byKey[fact.Key] = fact.Value;
        }

        return byKey;
    }
}
