using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Changes;

/// <summary>What the changes of a caller do to what calls teach. Decision 21 says what is found of a value, and what is not.</summary>
public sealed class ChangeRules
{
    private readonly IReadOnlyList<CallerChange> _changes;
    private readonly ForgetRules _forget;

    internal ChangeRules(CallerChanges changes, ForgottenValues values)
    {
        _changes = changes.Changes;
        _forget = new ForgetRules(_changes, values);
        var isOut = changes.LastOpt?.Kind == ChangeKind.OptOut;
        var line = _changes.LastOrDefault(change => change.Kind == ChangeKind.MarkLine)?.Line ?? LineMark.None;
        Applied = new AppliedChanges(changes.Revision, isOut, line);
        Facts = [.. _changes.Where(change => !IsForgotten(change)).Select(change => change.ToFact()).OfType<Fact>()];
    }

    /// <summary>What a record that is made with these keeps of them.</summary>
    public AppliedChanges Applied { get; }

    /// <summary>What operators say of the caller, without what was forgotten later.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>Whether a call that began then is not to be remembered: the caller had opted out.</summary>
    public bool IsOptedOutAt(DateTimeOffset start)
        => _changes.LastOrDefault(change => change.Kind is ChangeKind.OptOut or ChangeKind.OptIn && change.At <= start)?.Kind
            == ChangeKind.OptOut;

    /// <summary>Whether a conversation was deleted.</summary>
    /// <param name="conversation">As payload names spell it.</param>
    public bool IsDeleted(string conversation) => _changes.Any(change => change.Conversation == conversation);

    /// <summary>The conversations that were deleted, as payload names spell them.</summary>
    public IEnumerable<string> Deleted => _changes.Select(change => change.Conversation).OfType<string>();

    /// <summary>Whether the value of a change was forgotten by a later one.</summary>
    internal bool IsForgotten(CallerChange change)
        => change.Value is { } value
            && _forget.Find(value, change.At.AddTicks(1), change.Fact is null ? null : ForgottenValues.ScopeOf(change.Fact)).Count > 0;

    /// <summary>What a call teaches, without what was forgotten after it began; the same where nothing was.</summary>
    public ExtractedCall Apply(ExtractedCall extracted)
    {
        var start = extracted.Call.StartedAt;
        if (start > _forget.Last)
            return extracted;
        var (facts, hidden, isChanged) = (new List<Fact>(), new List<ForgottenFact>(), false);
        foreach (var fact in extracted.Facts)
        {
            var made = Apply(fact, hidden);
            isChanged |= !ReferenceEquals(made, fact);
            if (made is not null)
                facts.Add(made);
        }

        var byTurn = hidden.ToLookup(fact => fact.Turn);
        var memories = extracted.Memories.Select(memory => Apply(memory, start, byTurn)).ToList();
        var (title, summary) = (Without(extracted.Call.Title, start), Without(extracted.Call.Summary, start));
        isChanged |= title != extracted.Call.Title || summary != extracted.Call.Summary
            || memories.Zip(extracted.Memories).Any(pair => !ReferenceEquals(pair.First, pair.Second));
        return isChanged
            ? extracted with { Call = extracted.Call with { Title = title, Summary = summary }, Facts = facts, Memories = memories }
            : extracted;
    }

    // Null when nothing of it stays. A request is a sentence, of which the rest is still to be done; any other value is one as a whole.
    private Fact? Apply(Fact fact, List<ForgottenFact> hidden)
    {
        var kind = FactKinds.Of(fact.Key);
        var found = _forget.Find(fact.Value, fact.ValidFrom, ForgottenValues.ScopeOf(fact.Key));
        var quote = Without(fact.Source.Quote, fact.ValidFrom);
        var source = quote == fact.Source.Quote ? fact.Source : fact.Source with { Quote = quote };
        if (found.Count == 0)
            return ReferenceEquals(source, fact.Source) ? fact : fact with { Source = source };
        if (fact.Source.Turn is { } turn && found.Exists(span => span.IsEverywhere))
            hidden.Add(new ForgottenFact(turn, fact.Source.Quote, [.. found.Where(span => span.IsEverywhere).Select(span => span.Hash)]));
        if (kind != FactKinds.OpenRequest && kind != FactKinds.Promise)
            return null;
        var rest = Without(fact.Value, found);
        return rest.Replace(ForgottenMark.Text, "", StringComparison.Ordinal).Any(char.IsLetterOrDigit)
            ? fact with { Value = rest, Source = source }
            : null;
    }

    private Memory Apply(Memory memory, DateTimeOffset start, ILookup<int, ForgottenFact> hidden)
    {
        var found = _forget.Find(memory.Text, start);
        var places = found.ConvertAll(span => (span.Start, span.End));
        if (memory.Turn is { } turn)
        {
            // Said in words that are not those of the value, such as a date: the words that the fact rests on are forgotten.
            places.AddRange(hidden[turn].Where(fact => !found.Exists(span => fact.Hashes.Contains(span.Hash)))
                .Select(fact => PlaceOf(fact.Quote, memory.Text)));
        }

        return places.Count == 0 ? memory : memory with { Text = Without(memory.Text, places) };
    }

    private static (int Start, int End) PlaceOf(string? quote, string text)
    {
        var words = quote?.Trim('…').Trim();
        return words is { Length: > 0 } && text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var start
            ? (start, start + words.Length)
            : (0, text.Length);
    }

    private string? Without(string? text, DateTimeOffset said) => text is null ? null : Without(text, _forget.Find(text, said));

    private static string Without(string text, List<ForgottenSpan> spans)
        => spans.Count == 0 ? text : Without(text, spans.ConvertAll(span => (span.Start, span.End)));

    private static string Without(string text, List<(int Start, int End)> places)
    {
        var (rest, at) = (new StringBuilder(), 0);
        foreach (var (start, end) in Joined(places))
        {
            rest.Append(text, at, start - at).Append(ForgottenMark.Text);
            at = end;
        }

        return rest.Append(text, at, text.Length - at).ToString();
    }

    private static List<(int Start, int End)> Joined(List<(int Start, int End)> places)
    {
        var joined = new List<(int Start, int End)>();
        foreach (var place in places.Order())
        {
            if (joined is [.., var last] && place.Start <= last.End)
                joined[^1] = (last.Start, Math.Max(last.End, place.End));
            else
                joined.Add(place);
        }

        return joined;
    }

    private sealed record ForgottenFact(int Turn, string? Quote, IReadOnlyList<UInt128> Hashes);
}
