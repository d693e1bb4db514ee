using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Elaoms.Core.Text;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>
/// A text without what makes no difference: case, accents, punctuation, blanks, and whether English numbers are written or spelled
/// ("double four oh" is 440).
/// </summary>
internal sealed class ComparableText
{
    private const int MinPartLength = 3;

    private const string ToNineteen = "zero one two three four five six seven eight nine "
        + "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";

    private static readonly Dictionary<string, string> Digits = ToNineteen.Split(' ').Index()
        .Select(word => (Word: word.Item, Digits: word.Index.ToString(CultureInfo.InvariantCulture)))
        .Append((Word: "oh", Digits: "0"))
        .ToDictionary(word => word.Word, word => word.Digits, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Tens = "twenty thirty forty fifty sixty seventy eighty ninety".Split(' ').Index()
        .ToDictionary(word => word.Item, word => (word.Index + 2).ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private ComparableText(IReadOnlyList<ComparableToken> tokens)
    {
        Tokens = tokens;
        Compact = string.Concat(tokens.Select(token => token.Text));
    }

    /// <summary>The runs of letters and of digits, in order.</summary>
    public IReadOnlyList<ComparableToken> Tokens { get; }

    /// <summary>All of it in one.</summary>
    public string Compact { get; }

    /// <summary>Reads a text.</summary>
    public static ComparableText Of(string text) => new(WithDigits(Runs(text)));

    /// <summary>Where the text holds another, as whole runs; empty when it doesn't.</summary>
    /// <param name="other">What is looked for.</param>
    public IEnumerable<(int Start, int End)> Find(ComparableText other)
    {
        if (other.Compact.Length == 0)
            yield break;
        for (var first = 0; first < Tokens.Count; first++)
        {
            var (at, last) = (0, first);
            while (last < Tokens.Count && at < other.Compact.Length && IsAt(other.Compact, at, Tokens[last].Text))
            {
                at += Tokens[last].Text.Length;
                last++;
            }

            if (at == other.Compact.Length)
                yield return (Tokens[first].Start, Tokens[last - 1].End);
        }
    }

    /// <summary>Whether the text holds a telling part of another: a run of three characters or more.</summary>
    public bool HasPartOf(ComparableText other)
        => other.Tokens.Any(part => part.Text.Length >= MinPartLength && Tokens.Any(token => token.Text == part.Text));

    private static bool IsAt(string text, int at, string part) => string.CompareOrdinal(text, at, part, 0, part.Length) == 0;

    private static List<ComparableToken> Runs(string text)
    {
        var runs = new List<ComparableToken>();
        var run = new StringBuilder();
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var c = at < text.Length ? text[at] : ' ';
            var isMark = char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
            if (run.Length > 0 && !isMark && (!char.IsLetterOrDigit(c) || char.IsDigit(c) != char.IsDigit(run[^1])))
            {
                runs.Add(new ComparableToken(run.ToString(), start, at));
                run.Clear();
            }

            if (!char.IsLetterOrDigit(c))
                continue;
            if (run.Length == 0)
                start = at;
            run.Append(
                char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : LatinLetters.Base(char.ToLowerInvariant(c)));
        }

        return runs;
    }

    private static List<ComparableToken> WithDigits(List<ComparableToken> runs)
    {
        var tokens = new List<ComparableToken>(runs.Count);
        for (var at = 0; at < runs.Count; at++)
        {
            var (text, start, end) = runs[at];
            var next = at + 1 < runs.Count ? runs[at + 1].Text : "";
            if (text is "double" or "triple" && (Digits.GetValueOrDefault(next) ?? next) is [>= '0' and <= '9'] digit)
            {
                (text, end) = (new string(digit[0], text == "double" ? 2 : 3), runs[at + 1].End);
                at++;
            }
            else if (Tens.TryGetValue(text, out var ten))
            {
                var hasUnit = Digits.TryGetValue(next, out var unit) && unit is [not '0'];
                (text, end) = ($"{ten}{(hasUnit ? unit : "0")}", hasUnit ? runs[at + 1].End : end);
                at += hasUnit ? 1 : 0;
            }
            else
            {
                text = Digits.GetValueOrDefault(text) ?? text;
            }

            tokens.Add(new ComparableToken(text, start, end));
        }

        return tokens;
    }
}

/// <summary>A run of letters, or of digits.</summary>
/// <param name="Text">In lower case, without accents, with digits for spelled numbers.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends in the text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ComparableToken(string Text, int Start, int End);
