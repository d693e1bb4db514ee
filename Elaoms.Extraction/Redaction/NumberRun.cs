using Elaoms.Core.Learning;
namespace Elaoms.Extraction.Redaction;

/// <summary>Parts of a number as they follow each other in a text.</summary>
/// <param name="Spoken">The text.</param>
/// <param name="Items">The parts.</param>
/// <param name="HasPlus">Whether a plus stands before it, as before telephone numbers.</param>
/// <param name="IsDate">Whether it is a day or a year beside a month, or a date in digits.</param>
/// <param name="CountsSomething">Whether what it counts stands after it.</param>
internal sealed record NumberRun(SpokenText Spoken, IReadOnlyList<NumberItem> Items, bool HasPlus, bool IsDate, bool CountsSomething)
{
    /// <summary>Its parts as one text.</summary>
    public string Text => string.Concat(Items.Select(item => item.Text));

    /// <summary>How many digits it has.</summary>
    public int Digits => Text.Count(char.IsAsciiDigit);

    /// <summary>Whether it is digits only.</summary>
    public bool IsDigits => Items.All(item => item.IsDigits);

    /// <summary>The first of its words.</summary>
    public int FirstWord => Items[0].FirstWord;

    /// <summary>The word after its last.</summary>
    public int EndWord => Items[^1].EndWord;

    /// <summary>Where it begins in the text.</summary>
    public int Start => Spoken.Words[FirstWord].Start;

    /// <summary>Where it ends in the text.</summary>
    public int End => Spoken.Words[EndWord - 1].End;

    /// <summary>Some of its parts.</summary>
    public NumberRun Part(int first, int end) => this with
    {
        Items = [.. Items.Take(end).Skip(first)],
        HasPlus = HasPlus && first == 0,
        CountsSomething = CountsSomething && end == Items.Count,
    };

    /// <summary>Its longest parts of digits only.</summary>
    public IEnumerable<NumberRun> Stretches()
    {
        if (IsDigits)
        {
            yield return this;
            yield break;
        }

        for (var first = 0; first < Items.Count; first++)
        {
            var end = first;
            while (end < Items.Count && Items[end].IsDigits)
                end++;
            if (end > first)
                yield return Part(first, end);
            first = end;
        }
    }

    /// <summary>As a secret.</summary>
    public RedactedSpan As(RedactionKind kind) => new(Start, End, kind);
}
