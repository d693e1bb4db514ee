using System.Text;

namespace Elaoms.Core.Callers;

/// <summary>Derives a caller's profile from the record.</summary>
public static class ProfileBuilder
{
    /// <summary>The most characters of a summary: it is read into a prompt at the start of every call.</summary>
    public const int MaxSummaryLength = 300;

    private const string LastCallLead = "Previous conversation: ";

    /// <summary>Derives the profile.</summary>
    public static CallerProfile Build(CallerRecord record)
    {
        var facts = record.CurrentFacts.OrderByDescending(fact => fact.ValidFrom).ThenBy(fact => fact.Key, StringComparer.Ordinal).ToList();
        return new CallerProfile
        {
            Revision = record.Revision,
            Name = CallerName.Of(facts),
            Summary = Summarise(facts),
            LastCallSummary = (record.LastCall?.Summary ?? record.LastCall?.Title) is { } said ? LastCallLead + PlainText.Shorten(said, MaxSummaryLength - LastCallLead.Length) : "",
            PhoneNumber = record.Caller.PhoneNumber,
            Facts = facts.ToDictionary(fact => fact.Key, fact => fact.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>A fact as a short sentence.</summary>
    public static string Sentence(Fact fact)
    {
        var value = fact.Value switch { "true" => "yes", "false" => "no", var other => PlainText.OneLine(other).TrimEnd('.') };
        return $"{PlainText.Label(fact.Key)}: {value}.";
    }

    private static string Summarise(IEnumerable<Fact> facts)
    {
        var summary = new StringBuilder(MaxSummaryLength);
        foreach (var fact in facts.Where(fact => !CallerName.IsNameKey(fact.Key)))
        {
            var sentence = Sentence(fact);
            if (summary.Length == 0)
                summary.Append(PlainText.Shorten(sentence, MaxSummaryLength));
            else if (summary.Length + 1 + sentence.Length <= MaxSummaryLength)
                summary.Append(' ').Append(sentence);
        }

        return summary.ToString();
    }
}
