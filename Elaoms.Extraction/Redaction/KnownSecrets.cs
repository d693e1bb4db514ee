using System.Text;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Redaction;

/// <summary>The secrets that were found in a call: whoever repeats them, in whatever spelling, says them without the words around.</summary>
internal sealed class KnownSecrets
{
    private const int Max = 200;
    private const int MaxLength = 80;
    private const int MinLength = 3;
    private const int MinLong = 5;
    private const int MinPart = 5;
    private const int MinWhole = 9;
    private const int NearTurns = 4;

    private readonly List<(string Plain, RedactionKind Kind, int? Turn)> _all = [];
    private readonly HashSet<(string Plain, int? Turn)> _added = [];

    /// <summary>Keeps a secret in mind.</summary>
    /// <param name="plain">The secret without blanks, numbers in digits.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="turn">In which turn it was said.</param>
    public void Add(string plain, RedactionKind kind, int? turn)
    {
        if (plain.Length is >= MinLength and <= MaxLength && _all.Count < Max && _added.Add((plain, IsEverywhere(plain) ? null : turn)))
            _all.Add((plain, kind, turn));
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>Words without blanks, numbers in digits.</summary>
    public static string Plain(CuedText text, int first, int end)
    {
        var plain = new StringBuilder();
        while (first < end)
        {
            var digits = NumberReader.Read(text.Spoken, first, out var next, text.Words);
            plain.Append(digits ?? text.Spoken.Words[first].Plain);
            first = digits is null ? first + 1 : next;
        }

        return plain.ToString();
    }

    /// <summary>Where a text repeats them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="turn">Which turn it is; null when it is about the whole call.</param>
    public IEnumerable<RedactedSpan> In(CuedText text, int? turn)
    {
        var known = _all.Where(one => IsEverywhere(one.Plain) || turn is null || one.Turn is null || Math.Abs(one.Turn.Value - turn.Value) <= NearTurns).ToList();
        return known.Count == 0 ? [] : Words(text, known).Concat(Numbers(text, known));
    }

    // A long secret with digits is like nothing else; a short one, or a word, only counts near to where it was said.
    private static bool IsEverywhere(string plain) => plain.Length > MinLong && plain.Any(char.IsAsciiDigit);

    private static IEnumerable<RedactedSpan> Words(CuedText text, List<(string Plain, RedactionKind Kind, int? Turn)> known)
    {
        var byFirst = known.Where(one => one.Plain.Length >= MinLong).ToLookup(one => one.Plain[0]);
        for (var word = 0; word < text.Spoken.Words.Count; word++)
        {
            var digits = NumberReader.Read(text.Spoken, word, out _, text.Words);
            foreach (var (plain, kind, _) in byFirst[(digits ?? text.Spoken.Words[word].Plain)[0]])
            {
                if (End(text, word, plain) is { } end)
                    yield return new RedactedSpan(text.Spoken.Words[word].Start, text.Spoken.Words[end - 1].End, kind);
            }
        }
    }

    private static int? End(CuedText text, int word, string plain)
    {
        var at = 0;
        while (word < text.Spoken.Words.Count)
        {
            var digits = NumberReader.Read(text.Spoken, word, out var end, text.Words);
            var part = digits ?? text.Spoken.Words[word].Plain;
            if (string.CompareOrdinal(plain, at, part, 0, part.Length) != 0)
                return null;
            at += part.Length;
            word = digits is null ? word + 1 : end;
            if (at == plain.Length)
                return word;
        }

        return null;
    }

    private static IEnumerable<RedactedSpan> Numbers(CuedText text, List<(string Plain, RedactionKind Kind, int? Turn)> known)
    {
        var search = new CueSearch(text);
        foreach (var run in text.Runs)
        {
            var staying = search.Of(run) is { Kind: CueKind.Phone or CueKind.Other or CueKind.Measure or CueKind.LastDigits };
            if (staying || run.IsDate || run.HasPlus)
                continue;
            var plain = run.Text;
            var same = known.Find(one => one.Plain == plain
                || (plain.Length >= MinPart && one.Plain.Length >= MinWhole && one.Plain.Contains(plain, StringComparison.Ordinal)));
            if (same.Plain is not null && !(run.CountsSomething && plain.Length < MinPart))
                yield return run.As(same.Kind);
        }
    }
}
