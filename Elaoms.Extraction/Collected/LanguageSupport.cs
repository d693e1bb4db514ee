using System.Collections.Frozen;
using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>Looks in the turns of a call for what supports a value, by the words of one language.</summary>
/// <param name="call">The call.</param>
/// <param name="turns">How many of its turns are read.</param>
/// <param name="language">The language.</param>
internal sealed class LanguageSupport(CallToExtract call, int turns, CollectedWords language)
{
    // Of a phrase an analysis changes a word here and there.
    private const int WordsOfPhrase = 4;
    private const double LeastOfPhrase = 0.75;

    private const int LeastPhoneDigits = 6;
    private const int LeastFlat = 5;
    private const int LeastQuoted = 3;
    private const int YearDigits = 4;

    private readonly TermsOfLanguage _terms = new(language);
    private readonly SupportText?[] _texts = new SupportText?[turns];

    /// <summary>The turns that support a value, and whether the analysis points to them.</summary>
    public IEnumerable<(SupportAt At, bool IsPointedAt)> Find(string key, string value, string? rationale)
    {
        var wanted = new WantedValue(key, value, rationale, _terms);
        // What was promised is said by the agent.
        var isPromise = wanted.Kind == FactKinds.Promise;
        for (var turn = 0; turn < turns; turn++)
        {
            var mayTell = IsBy(turn, Turn.UserRole) || (isPromise && IsBy(turn, Turn.AgentRole));
            if (mayTell && In(wanted, turn) is { } place)
                yield return (place, IsPointedAt(wanted, turn));
        }
    }

    private bool IsBy(int turn, string role) => call.Original.Turns[turn].Role == role;

    private SupportAt? In(WantedValue wanted, int turn)
    {
        if (wanted.IsYes is { } isYes)
            return Affirms(wanted, turn, isYes) ? Whole(turn) : null;
        var text = Text(turn);
        if (PlacesOf(wanted, text) is not { } places)
            return IsAskedAndAffirmed(wanted, turn) ? Whole(turn) : null;
        // A number of a digit or two is in many turns.
        if (wanted.IsShortNumber && !IsPointedAt(wanted, turn) && !IsAbout(wanted.KeyTerms, turn))
            return null;
        if (IsDenied(wanted, turn, text, places))
            return null;
        return Place(turn, text, places);
    }

    // "I can't have peanuts" says so all the same; "I'm not allergic to peanuts" doesn't.
    private bool IsDenied(WantedValue wanted, int turn, SupportText text, List<int> places)
    {
        if (wanted.IsNegative || !places.Exists(at => text.IsNegated(call.Original.Turns[turn].Text, at)))
            return false;
        return wanted.Kind.Key switch
        {
            "no_contact_by" or "diet" or "dislikes" => false,
            "allergy" => text.Words.Exists(
                word => language.All.Allergies.Any(beginning => word.Text.StartsWith(beginning, StringComparison.Ordinal))),
            _ => true,
        };
    }

    private List<int>? PlacesOf(WantedValue wanted, SupportText text) => wanted.Kind.Key switch
    {
        "phone" => Phone(wanted, text),
        "email" => Email(wanted, text),
        "preferred_contact" or "no_contact_by" => Listed(wanted, text, language.Channels),
        "preferred_language" => Listed(wanted, text, language.LanguageNames),
        _ => null,
    } ?? Words(wanted, text);

    private SupportAt? Place(int turn, SupportText text, List<int> places)
    {
        var spans = call.Redacted.Turns[turn];
        if (places.Exists(at => Overlaps(spans, text.Words[at].Start, text.Words[at].End)))
            return null;
        var (start, end) = (text.Words[places.Min()].Start, text.Words[places.Max()].End);
        return Overlaps(spans, start, end)
            ? new SupportAt(turn, text.Words[places[0]].Start, text.Words[places[0]].End) : new SupportAt(turn, start, end);
    }

    private static bool Overlaps(IReadOnlyList<RedactedSpan> spans, int start, int end)
        => spans.Any(span => span.Start < end && start < span.End);

    private SupportAt Whole(int turn) => new(turn, 0, call.Original.Turns[turn].Text.Length);

    // All of its words, or of a phrase most, and all of its numbers.
    private List<int>? Words(WantedValue wanted, SupportText text)
    {
        var places = new List<int>();
        foreach (var number in wanted.Numbers)
        {
            if (Number(number, wanted, text) is not { } at)
                return null;
            places.AddRange([at.First, at.Last]);
        }

        var found = wanted.Words.Select(text.Find).OfType<int>().ToList();
        var least = wanted.Words.Count >= WordsOfPhrase
            && !wanted.IsExact ? (int)Math.Ceiling(wanted.Words.Count * LeastOfPhrase) : wanted.Words.Count;
        if (found.Count < least)
            return wanted.Numbers.Count == 0 && wanted.Flat.Length >= LeastFlat ? Joined(wanted.Flat, text) : null;
        places.AddRange(found);
        return places.Count == 0 ? null : places;
    }

    private (int First, int Last)? Number(string number, WantedValue wanted, SupportText text)
    {
        if (text.FindNumber(number) is { } at)
            return at;
        if (!wanted.IsDate)
            return null;
        // The month by its name, the year by its last two digits.
        var isMonth = (TextWord word) => language.Months.TryGetValue(word.Text, out var month)
            && month.ToString(CultureInfo.InvariantCulture) == number.TrimStart('0');
        if (number.Length <= 2 && text.Words.FindIndex(word => isMonth(word)) is >= 0 and var named)
            return (named, named);
        return number.Length == YearDigits ? text.FindNumber(number[2..]) : null;
    }

    // "Mc Donald", and what is written without blanks.
    private static List<int>? Joined(string flat, SupportText text)
    {
        if (!text.Flat.Contains(flat, StringComparison.Ordinal))
            return null;
        for (var first = 0; first < text.Words.Count; first++)
        {
            var length = 0;
            for (var last = first; last < text.Words.Count && length < flat.Length
                && string.CompareOrdinal(flat, length, text.Words[last].Text, 0, text.Words[last].Text.Length) == 0; last++)
            {
                length += text.Words[last].Text.Length;
                if (length == flat.Length)
                    return [first, last];
            }
        }

        return null;
    }

    // With or without the code of the country, in groups of any length.
    private static List<int>? Phone(WantedValue wanted, SupportText text)
    {
        var digits = wanted.Digits;
        if (digits.Length < LeastPhoneDigits)
            return null;
        foreach (var run in text.Runs.Concat(text.Numbers)
            .Append(new SpokenNumberAt(text.Digits, text.Numbers is [var first, ..]
                ? first.First : 0, text.Numbers is [.., var last] ? last.Last : 0)))
        {
            var said = run.Digits.TrimStart('0');
            if (said.Length >= LeastPhoneDigits
                && (digits.EndsWith(said, StringComparison.Ordinal) || said.EndsWith(digits.TrimStart('0'), StringComparison.Ordinal)))
                return [run.First, run.Last];
        }

        return null;
    }

    // "sam dot smith at example dot org": the parts of both sides of the sign.
    private static List<int>? Email(WantedValue wanted, SupportText text)
    {
        if (wanted.Value.Split('@') is not [{ Length: > 0 } local, { Length: > 0 } domain])
            return null;
        var parts = WordReader.PlacesOf($"{local} {domain.Split('.')[0]}").ConvertAll(word => word.Text);
        if (parts.Sum(part => part.Length) < LeastFlat || !parts.TrueForAll(part => text.Flat.Contains(part, StringComparison.Ordinal)))
            return null;
        var places = parts.Select(text.Find).OfType<int>().ToList();
        return places.Count > 0 ? places : [0, text.Words.Count - 1];
    }

    private static List<int>? Listed(WantedValue wanted, SupportText text, FrozenDictionary<string, string> names)
    {
        for (var at = 0; at < text.Words.Count; at++)
        {
            if (names.TryGetValue(text.Words[at].Text, out var listed) && listed == wanted.Value)
                return [at];
        }

        return null;
    }

    // A yes, or no, right after the agent has said it.
    private bool Affirms(WantedValue wanted, int turn, bool isYes)
        => turn > 0
            && IsBy(turn - 1, Turn.AgentRole)
            && Text(turn).BeginsWith(isYes ? language.Yes : language.No)
            && !(isYes && Text(turn).BeginsWith(language.No))
            && SaysIt(wanted, Text(turn - 1));

    // "Shall we write to the same address, 12 Elm Street?" "Yes."
    private bool IsAskedAndAffirmed(WantedValue wanted, int turn)
        => turn > 0
            && IsBy(turn, Turn.UserRole)
            && IsBy(turn - 1, Turn.AgentRole)
            && !wanted.IsShortNumber
            && call.Original.Turns[turn - 1].Text.AsSpan().ContainsAny("?？¿")
            && Text(turn).BeginsWith(language.Yes)
            && !Text(turn).BeginsWith(language.No)
            && PlacesOf(wanted, Text(turn - 1)) is not null;

    private static bool SaysIt(WantedValue wanted, SupportText asked)
        => (wanted.KeyTerms.Count > 0 && wanted.KeyTerms.Count(asked.Terms.Contains) * 2 >= wanted.KeyTerms.Count)
            || wanted.ReasonTerms.Count(asked.Terms.Contains) >= 2;

    // The analysis quotes the turn, or speaks of what it is about.
    private bool IsPointedAt(WantedValue wanted, int turn)
        => wanted.HasReason
            && ((Text(turn).Words.Count >= LeastQuoted && wanted.Quotes(Text(turn))) || IsAbout(wanted.ReasonTerms, turn));

    private bool IsAbout(HashSet<string> terms, int turn)
        => terms.Count > 0
            && (terms.Overlaps(Text(turn).Terms) || (turn > 0 && IsBy(turn - 1, Turn.AgentRole) && terms.Overlaps(Text(turn - 1).Terms)));

    private SupportText Text(int turn) => _texts[turn] ??= new SupportText(call.Original.Turns[turn].Text, _terms);
}
