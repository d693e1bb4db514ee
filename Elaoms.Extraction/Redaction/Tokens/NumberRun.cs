using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>Parts of a number as they follow each other in a text.</summary>
internal sealed class NumberRun
{
    private readonly List<NumberPart> _parts;

    public NumberRun(TokenizedText tokens, List<NumberPart> parts)
    {
        (Tokens, _parts) = (tokens, parts);
        Text = parts.Count == 1 ? parts[0].Text : string.Concat(parts.Select(part => part.Text));
        foreach (var c in Text)
            Digits += char.IsAsciiDigit(c) ? 1 : 0;
    }

    /// <summary>The text.</summary>
    public TokenizedText Tokens { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<NumberPart> Parts => _parts;

    /// <summary>Its parts as one text.</summary>
    public string Text { get; }

    /// <summary>How many digits it has.</summary>
    public int Digits { get; }

    /// <summary>Whether it is digits only.</summary>
    public bool IsDigits => Digits == Text.Length;

    /// <summary>Whether a plus stands before it, as before telephone numbers.</summary>
    public bool HasPlus { get; init; }

    /// <summary>Whether it is a day or a year beside a month, or a date in digits.</summary>
    public bool IsDate { get; init; }

    /// <summary>Whether a sign of money or of percents stands beside it.</summary>
    public bool IsMoney { get; init; }

    /// <summary>Whether what it counts stands after it.</summary>
    public bool CountsSomething { get; init; }

    /// <summary>The first of its words.</summary>
    public int FirstToken => _parts[0].FirstToken;

    /// <summary>The word after its last.</summary>
    public int EndToken => _parts[^1].EndToken;

    /// <summary>Where it begins in the text.</summary>
    public int Start => Tokens[FirstToken].Start;

    /// <summary>Where it ends in the text.</summary>
    public int End => Tokens[EndToken - 1].End;

    /// <summary>Some of its parts.</summary>
    public NumberRun Slice(int first, int end) => first == 0 && end == _parts.Count ? this : new NumberRun(Tokens, _parts[first..end])
    {
        HasPlus = HasPlus && first == 0,
        IsMoney = IsMoney,
        CountsSomething = CountsSomething && end == _parts.Count,
    };

    /// <summary>The same with more words around it.</summary>
    public NumberRun Widen(int firstToken, int endToken)
    {
        if (firstToken == FirstToken && endToken == EndToken)
            return this;
        List<NumberPart> parts = [.. _parts];
        for (var token = firstToken; token < FirstToken; token++)
            parts.Insert(token - firstToken, new NumberPart(Tokens.Plain(token).ToString(), token, token + 1));
        for (var token = EndToken; token < endToken; token++)
            parts.Add(new NumberPart(Tokens.Plain(token).ToString(), token, token + 1));
        return new NumberRun(Tokens, parts);
    }

    /// <summary>Its longest parts of digits only.</summary>
    public IEnumerable<NumberRun> Stretches()
    {
        if (IsDigits)
        {
            yield return this;
            yield break;
        }

        for (var first = 0; first < _parts.Count; first++)
        {
            var end = first;
            while (end < _parts.Count && _parts[end].IsDigits)
                end++;
            if (end > first)
                yield return Slice(first, end);
            first = end;
        }
    }

    /// <summary>As a span of the text.</summary>
    public RedactedSpan As(RedactionKind kind) => new(Start, End, kind);
}
