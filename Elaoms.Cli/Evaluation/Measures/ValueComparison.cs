using Elaoms.Core.Records.Facts;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>
/// Compares a fact's value with a label's. They say the same when they are equal as <see cref="ComparableText"/>. Besides, one of two
/// telephone numbers may lack the other's country code, "at" and "dot" don't count in e-mail addresses, and half of a postal address or
/// more is enough.
/// </summary>
internal static class ValueComparison
{
    private const int MinNationalDigits = 7;
    private const int MaxCountryCode = 3;

    private static readonly HashSet<string> EmailSigns
        = new(StringComparer.Ordinal) { "at", "dot", "underscore", "dash", "hyphen", "minus", "plus" };

    /// <summary>Compares a value with the labels of its kind; the best match counts.</summary>
    public static ValueMatch Compare(string kind, string value, IEnumerable<string> labels)
        => labels.Select(label => Compare(kind, value, label)).DefaultIfEmpty(ValueMatch.Other).Max();

    /// <summary>Compares a value with a label.</summary>
    public static ValueMatch Compare(string kind, string value, string label)
    {
        var (said, labelled) = (Words(kind, value), Words(kind, label));
        if (said.Count == 0 || labelled.Count == 0)
            return ValueMatch.Other;
        var (one, other) = (string.Concat(said), string.Concat(labelled));
        if (one == other || (kind == FactKinds.Phone.Key && IsSameNumber(one, other)))
            return ValueMatch.Right;
        if (Holds(labelled, said))
            return kind == FactKinds.Address.Key && said.Count * 2 >= labelled.Count ? ValueMatch.Right : ValueMatch.Part;
        return Holds(said, labelled) ? ValueMatch.More : ValueMatch.Other;
    }

    private static List<string> Words(string kind, string text)
    {
        var words = ComparableText.Of(text).Tokens.Select(token => token.Text);
        if (kind == FactKinds.Email.Key)
            words = words.Where(word => !EmailSigns.Contains(word));
        if (kind == FactKinds.Phone.Key)
            words = words.Where(word => char.IsAsciiDigit(word[0]));
        return [.. words];
    }

    private static bool IsSameNumber(string one, string other)
    {
        var (shorter, longer) = one.Length < other.Length ? (one, other) : (other, one);
        return shorter.Length >= MinNationalDigits
            && longer.Length - shorter.Length <= MaxCountryCode
            && longer.EndsWith(shorter.TrimStart('0'), StringComparison.Ordinal);
    }

    // Whether the words stand in the text, in order and next to each other.
    private static bool Holds(List<string> text, List<string> words)
    {
        for (var first = 0; first + words.Count <= text.Count; first++)
        {
            if (text.Skip(first).Take(words.Count).SequenceEqual(words, StringComparer.Ordinal))
                return true;
        }

        return false;
    }
}

/// <summary>How a fact's value stands to a label's.</summary>
internal enum ValueMatch
{
    /// <summary>They say something else.</summary>
    Other,

    /// <summary>The fact says what the label says, and something else.</summary>
    More,

    /// <summary>The fact says a part of the label and nothing else.</summary>
    Part,

    /// <summary>They say the same.</summary>
    Right,
}
