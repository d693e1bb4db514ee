using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>
/// What the agent has asked for and the caller has not told yet. A new question ends what was asked before; "yes?" and "go on" don't.
/// </summary>
internal sealed class AskedSecrets
{
    private const int MinPhoneDigits = 7;

    private List<AskedSecret> _items = [];

    /// <summary>One that waits for what a key names.</summary>
    public static AskedSecrets Of(SecretCueKind kind) => new() { _items = [new AskedSecret(kind, uint.MaxValue, namesNumber: true)] };

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<AskedSecret> Items => _items;

    /// <summary>How many turns ago that was, or something of it was said.</summary>
    public int Age { get; private set; }

    /// <summary>Whether the next turn is the first after the question.</summary>
    public bool IsJustAsked => Age == 0;

    /// <summary>Takes a turn of the agent.</summary>
    public void AddAgentTurn(AnalyzedText text)
    {
        var asked = QuestionReader.Read(text);
        var isGoingOn = asked is [{ Kind: SecretCueKind.CardNumberPart or SecretCueKind.LastDigits }]
            && _items.Exists(item => item.IsAnswered && !item.IsComplete);
        if (asked is not null && !isGoingOn)
        {
            (_items, Age) = (asked, 0);
            return;
        }

        // What was answered is done, but for a card or a list of words, unless the agent asks to go on.
        if (!isGoingOn && !text.Contains(VocabularySection.RepeatPrompts) && !text.Contains(VocabularySection.Continuers))
            _items.RemoveAll(item => item.IsAnswered && !IsSaidInPieces(item.Kind));
        Grow();
    }

    /// <summary>Ends a turn of the caller.</summary>
    public void EndCallerTurn(AnalyzedText text)
    {
        var isAnswer = _items.Exists(item => item.IsAnsweredNow);
        // A list of words goes on in the next turn, or is over.
        _items.RemoveAll(item => item.IsComplete || (item is { Kind: SecretCueKind.SeedPhrase, IsAnswered: true, IsAnsweredNow: false }));
        _items.ForEach(item => item.EndTurn());
        if (Announced(text) is { } announced)
            (_items, Age) = ([announced], 0);
        else if (isAnswer)
            Age = 1;
        else
            Grow();
    }

    /// <summary>What a number without words of its own answers; null when nothing that was asked for.</summary>
    /// <param name="run">The number.</param>
    /// <param name="numbersLeft">How many such numbers the turn has from here on.</param>
    public AskedSecret? For(NumberRun run, int numbersLeft)
    {
        if (_items.Count == 0)
            return null;
        var secretsLeft = 0;
        foreach (var item in _items)
        {
            secretsLeft += !item.IsAnswered && !item.Kind.IsOrdinary() ? 1 : 0;
            if (!item.IsAnswered && item.IsEnding && run.Digits == 4)
                return item;
        }

        foreach (var item in _items)
        {
            if (item.IsAnswered || item.Kind == SecretCueKind.Name)
                continue;
            var isLoose = item.Kind is SecretCueKind.Unknown or SecretCueKind.Measure or SecretCueKind.Amount
                || (item.Kind == SecretCueKind.Phone && run.Digits < MinPhoneDigits);
            if (!isLoose || secretsLeft == 0 || numbersLeft > secretsLeft)
                return item;
        }

        return _items.FindLast(item => item.IsAnswered && !item.IsComplete);
    }

    /// <summary>How many numbers are waited for.</summary>
    public int NumbersLeft()
    {
        var left = 0;
        foreach (var item in _items)
            left += item.IsAnswered || item.Kind == SecretCueKind.Name ? 0 : 1;
        return left;
    }

    /// <summary>Notes that something was said under its own name.</summary>
    public void Answer(SecretCueKind kind, int digits)
        => _items.Find(item => !item.IsComplete && item.Kind.RedactedAs() == kind.RedactedAs()
            && item.Kind.IsOrdinary() == kind.IsOrdinary())?.Answer(digits);

    /// <summary>Notes what was said and redacted already.</summary>
    public void AnswerByMarks(TokenizedText text)
    {
        for (var token = 0; token < text.Count && _items.Count > 0; token++)
        {
            if (!text[token].IsMark)
                continue;
            var kind = RedactionMarks.KindAt(text.Text, text[token].Start);
            if (_items.Find(item => !item.IsComplete && !item.Kind.IsOrdinary() && item.Kind.RedactedAs() == kind) is { } item)
                item.Answer(item.Kind.EnoughDigits());
        }
    }

    private void Grow()
    {
        Age++;
        _items.RemoveAll(item => Age > LongestAge(item.Kind));
    }

    private static bool IsSaidInPieces(SecretCueKind kind)
        => kind is SecretCueKind.CardNumber or SecretCueKind.Card or SecretCueKind.CardNumberPart or SecretCueKind.SeedPhrase;

    private static int LongestAge(SecretCueKind kind) => kind switch
    {
        SecretCueKind.CardNumber => 6,
        SecretCueKind.CardCode or SecretCueKind.CardExpiry or SecretCueKind.CardEnding or SecretCueKind.Pin or SecretCueKind.Code => 2,
        SecretCueKind.SeedPhrase => 12,
        _ => 4,
    };

    // "My PIN is", and the number in the next turn.
    private static AskedSecret? Announced(AnalyzedText text)
    {
        if (text.Cues is not [.., var cue] || cue.Kind.IsOrdinary())
            return null;
        var end = text.Tokens.End(VocabularySection.Is, cue.EndToken);
        return end > cue.EndToken && end == text.Tokens.Count ? new AskedSecret(cue.Kind, cue.Languages, cue.NamesNumber(text.Tokens))
            : null;
    }
}

/// <summary>Something that was asked for, in the order of the question.</summary>
/// <param name="kind">What it is.</param>
/// <param name="languages">The languages of the words that named it.</param>
/// <param name="namesNumber">Whether a number was named, not merely what has one.</param>
internal sealed class AskedSecret(SecretCueKind kind, uint languages, bool namesNumber)
{
    /// <summary>What it is.</summary>
    public SecretCueKind Kind { get; } = kind;

    /// <summary>The languages of the words that named it.</summary>
    public uint Languages { get; } = languages;

    /// <summary>Whether a number was named, not merely what has one.</summary>
    public bool NamesNumber { get; } = namesNumber;

    /// <summary>Whether only its last digits were asked for.</summary>
    public bool IsEnding { get; set; } = kind == SecretCueKind.CardEnding;

    /// <summary>How many digits of it were said.</summary>
    public int Digits { get; private set; }

    /// <summary>Whether something of it was said.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether something of it was said in this turn.</summary>
    public bool IsAnsweredNow { get; private set; }

    /// <summary>Whether all of it was said.</summary>
    public bool IsComplete => IsAnswered
        && Kind != SecretCueKind.SeedPhrase
        && (Kind.IsFreeText() || Kind.IsOrdinary() || Digits >= (IsEnding ? 3 : Kind.EnoughDigits()));

    /// <summary>Notes that some of it was said.</summary>
    public void Answer(int digits) => (IsAnswered, IsAnsweredNow, Digits) = (true, true, Digits + digits);

    /// <summary>Ends a turn.</summary>
    public void EndTurn() => IsAnsweredNow = false;
}
