using System.Text;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>
/// The secrets that were found in a call: whoever repeats them, in whatever spelling, says them without the words around. A secret that is
/// a common word is looked for only close to where it was said.
/// </summary>
internal sealed class RepeatedSecrets
{
    private const int Max = 200;
    private const int MaxLength = 240;
    private const int MinLength = 3;
    private const int MinLong = 5;
    private const int MinPart = 5;
    private const int MinWhole = 9;
    private const int NearTurns = 4;
    private const int MinPhraseLength = 10;

    private readonly List<Secret> _all = [];
    private readonly HashSet<(string, int?)> _added = [];

    private sealed record Secret(string Plain, RedactionKind Kind, int Turn, bool HasDigit, bool IsEverywhere);

    /// <summary>The turn of what was found in title, summary and values: near to none.</summary>
    public const int OutsideTurns = int.MinValue / 2;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>Keeps a secret in mind.</summary>
    /// <param name="plain">The secret without blanks, numbers in digits.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="turn">In which turn it was said; null when all texts are to be searched for it, whatever it is.</param>
    /// <param name="words">How many words it has.</param>
    public void Add(string plain, RedactionKind kind, int? turn, int words = 1)
    {
        // A long secret with digits, or of several words, is unlike anything else. A short one, or a word, counts only near to where it
        // was said.
        var hasDigit = plain.AsSpan().ContainsAnyInRange('0', '9');
        var isEverywhere = turn is null || (hasDigit ? plain.Length > MinLong : words > 1 && plain.Length >= MinPhraseLength);
        if (plain.Length is >= MinLength and <= MaxLength && _all.Count < Max && _added.Add((plain, isEverywhere ? null : turn)))
            _all.Add(new Secret(plain, kind, turn ?? 0, hasDigit, isEverywhere));
    }

    /// <summary>Words without blanks, numbers in digits.</summary>
    public static string Plain(TokenizedText text, int first, int end)
    {
        var plain = new StringBuilder();
        while (first < end)
        {
            if (NumberReader.Read(text, first, out var next) is { } digits)
                plain.Append(digits);
            else
                plain.Append(text.Plain(first));
            first = Math.Max(next, first + 1);
        }

        return plain.ToString();
    }

    /// <summary>Adds where a text repeats them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="turn">Which turn it is; null when it is about the whole call.</param>
    /// <param name="found">Where to add.</param>
    public void Find(AnalyzedText text, int? turn, List<RedactedSpan> found)
    {
        var known = _all.FindAll(one => one.IsEverywhere || (turn is { } at ? Math.Abs(one.Turn - at) <= Reach(one.Plain) : one.HasDigit));
        if (known.Count == 0)
            return;
        AddWords(text.Tokens, known, found);
        AddNumbers(text, known, found);
    }

    // The agent who reads back at once, or somebody who comes back to it soon.
    private static int Reach(string plain) => plain.Length >= MinLong ? NearTurns : 1;

    private static void AddWords(TokenizedText text, List<Secret> known, List<RedactedSpan> found)
    {
        Span<bool> begins = stackalloc bool[128];
        foreach (var secret in known)
            begins[secret.Plain[0] < 128 ? secret.Plain[0] : 0] = true;
        for (var token = 0; token < text.Count; token++)
        {
            var part = NumberReader.Read(text, token, out _);
            var first = part is null ? text.Plain(token)[0] : part[0];
            if (!begins[first < 128 ? first : 0])
                continue;
            foreach (var secret in known)
            {
                // Short numbers are looked for as whole numbers only.
                if ((secret.Plain.Length >= MinLong || !char.IsAsciiDigit(secret.Plain[0])) && End(text, token, secret.Plain) is { } end)
                    found.Add(new RedactedSpan(text[token].Start, text[end - 1].End, secret.Kind));
            }
        }
    }

    private static int? End(TokenizedText text, int token, string plain)
    {
        var at = 0;
        while (token < text.Count)
        {
            var digits = NumberReader.Read(text, token, out var end);
            var part = digits ?? text.Plain(token);
            if (!plain.AsSpan(at).StartsWith(part, StringComparison.Ordinal))
                return null;
            at += part.Length;
            token = digits is null ? token + 1 : end;
            if (at == plain.Length)
                return token;
        }

        return null;
    }

    private static void AddNumbers(AnalyzedText text, List<Secret> known, List<RedactedSpan> found)
    {
        if (text.Runs.Count == 0)
            return;
        var search = new NumberCueSearch(text);
        foreach (var run in text.Runs)
        {
            var staying = search.Of(run) is { } said && said.Kind.IsOrdinaryNumber();
            if (staying || run.IsDate || run.HasPlus || run.IsMoney)
                continue;
            var plain = run.Text;
            var same = known.Find(one => one.Plain == plain
                || (plain.Length >= MinPart && one.Plain.Length >= MinWhole && one.Plain.Contains(plain, StringComparison.Ordinal)));
            if (same is not null && !(run.CountsSomething && plain.Length < MinPart))
                found.Add(run.As(same.Kind));
        }
    }
}
