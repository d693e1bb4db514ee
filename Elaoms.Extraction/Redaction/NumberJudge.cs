using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Redaction.Finders;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Judges which numbers of a text are secret: by what is said of them there, by what was asked before, and by their check
/// digits.</summary>
internal sealed class NumberJudge
{
    private const int MaxCardDigits = 19;
    private const int ShortAnswer = 6;
    private const int LongAnswer = 12;
    private const int BareAnswer = 2;
    private const int MaxLettersOfIdentifier = 5;

    private readonly AnalyzedText _text;
    private readonly TokenizedText _tokens;
    private readonly CallContext _context;
    private readonly bool _isAboutCard;
    private readonly List<(NumberRun Run, RedactionKind Kind)> _found = [];
    private AskedSecret? _item;

    private NumberJudge(AnalyzedText text, CallContext context)
    {
        (_text, _tokens, _context) = (text, text.Tokens, context);
        _isAboutCard = context.IsAboutCard || text.IsAboutCard;
        if (!context.IsAboutBank && text.Contains(VocabularySection.Bank))
            _context = context with { IsAboutBank = true };
    }

    /// <summary>The secret numbers of a text.</summary>
    public static List<(NumberRun Run, RedactionKind Kind)> Find(AnalyzedText text, CallContext context)
    {
        var judge = new NumberJudge(text, context);
        judge.JudgeAll();
        return judge._found;
    }

    private void JudgeAll()
    {
        if (_text.Runs.Count == 0)
            return;
        var search = new NumberCueSearch(_text);
        var runs = AnswerSplitter.Split(_text, _context.Asked);
        var said = new NumberCue?[runs.Count];
        var left = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            said[i] = search.Of(runs[i]);
            left += said[i] is null ? 1 : 0;
        }

        for (var i = 0; i < runs.Count; i++)
        {
            _item = null;
            var cue = said[i] is { } own ? Own(own, runs[i]) : Asked(runs[i], left--);
            if (cue is { } known)
                cue = known with { Kind = _context.Resolve(known.Kind, _isAboutCard) };
            var before = _found.Count;
            Judge(runs[i], cue is { Kind: SecretCueKind.Unknown } ? null : cue);
            var isSecret = _found.Count > before;
            if (_item is { } item && (item.Kind.IsOrdinary() || (isSecret && _found[^1].Kind == item.Kind.RedactedAs())))
                item.Answer(runs[i].Digits);
            else if (_item is null && isSecret && cue is { } answered)
                _context.Asked?.Answer(answered.Kind, runs[i].Digits);
        }
    }

    // "The last four of my card are …" answers the question for them; said by the way, they stay.
    private NumberCue Own(NumberCue own, NumberRun run)
    {
        if (own.Kind is not (SecretCueKind.LastDigits or SecretCueKind.Card or SecretCueKind.CardNumber) || run.Digits is < 3 or > 6)
            return own;
        foreach (var item in _context.Asked?.Items ?? [])
        {
            var isFor = item.Kind == SecretCueKind.CardEnding
                || (own.Kind == SecretCueKind.LastDigits
                && (item.IsEnding || item.Kind is SecretCueKind.BankAccount or SecretCueKind.AccountNumber));
            if (item.IsComplete || !isFor)
                continue;
            _item = item;
            return new NumberCue(item.Kind, IsLinked: true, NamesNumber: true, own.Cue);
        }

        return own;
    }

    private NumberCue? Asked(NumberRun run, int left)
    {
        // Beside what is redacted already, a late number is another one.
        if (_context.Asked?.For(run, left) is not { } item || (!_context.Asked.IsJustAsked && _tokens.HasMark))
            return null;
        _item = item;
        var isShort = _text.OtherWords <= (_context.Asked.IsJustAsked && !item.IsAnswered ? LongAnswer : ShortAnswer);
        var isLinked = isShort && (item.Kind != SecretCueKind.OtherNumber || item.NamesNumber);
        return new NumberCue(item.IsEnding && item.Kind.IsOrdinary() ? SecretCueKind.LastDigits
            : item.Kind, isLinked, item.NamesNumber, Cue: null);
    }

    private void Judge(NumberRun run, NumberCue? said)
    {
        if (said is { Kind: SecretCueKind.CardExpiry or SecretCueKind.CardCode } && IsCardCode(run, said.Value))
        {
            _found.Add((WithMonth(run), RedactionKind.CardCode));
            return;
        }

        if (said is { Kind: SecretCueKind.BodyReading, IsLinked: true } reading)
        {
            if (IsBodyReading(run, reading))
                _found.Add((run, RedactionKind.HealthNumber));
            return;
        }

        if (run.IsDate)
            return;
        if (run.IsMoney && run.Digits < 13)
            return;
        if (run.CountsSomething && (run.Parts.Count == 1 ? run.Digits < 8 : run.Parts[^1].Text.Length <= 3))
        {
            if (run.Parts.Count == 1)
                return;
            run = run.Slice(0, run.Parts.Count - 1);
        }

        if (run.HasPlus && run.Digits <= 15
            && said?.Kind is not (SecretCueKind.CardNumber or SecretCueKind.BankAccount or SecretCueKind.HealthNumber))
            return;
        if (said is { } staying && staying.Stays(run.Digits) && !(staying.Kind == SecretCueKind.OtherNumber && IdentityNumbers.IsOne(run)))
            return;
        if (said is { } of && IsSecret(run, of))
        {
            _found.Add((Widened(run, of), of.Kind.RedactedAs()));
            return;
        }

        foreach (var stretch in run.Stretches())
            JudgeDigits(stretch, said);
        if (said is null or { Kind: not SecretCueKind.Phone } && IdentityNumbers.IsOne(run))
            _found.Add((run, RedactionKind.NationalId));
    }

    private void JudgeDigits(NumberRun run, NumberCue? said)
    {
        if (CardNumberFinder.Find(run, said?.Kind, _found))
            return;
        var isCard = said?.Kind is SecretCueKind.CardNumber;
        // Going on with a number is said in few words; its last piece may be two digits.
        var isGoingOn = _item is { IsAnswered: true };
        var isPiece = isCard && (!isGoingOn || _text.OtherWords <= 3)
            && (run.Digits >= 3 || (run.Digits == 2 && (isGoingOn || _found.Count > 0) && _text.OtherWords <= 3));
        var isMisheard = run.Digits >= 12
            && said?.Kind is SecretCueKind.Card or SecretCueKind.CardCode or SecretCueKind.CardExpiry or SecretCueKind.CardEnding
                or SecretCueKind.LastDigits;
        var isInFours = run.Parts.Count > 1
            && run.Parts.All(part => part.Text.Length == 4)
            && (said?.Kind == SecretCueKind.Card || run.Digits is 16);
        var isPhone = run.HasPlus || said?.Kind == SecretCueKind.Phone;
        if (isPiece || isMisheard
            || (_isAboutCard && !isPhone && run.Text[0] != '0' && (isInFours || run.Digits is >= 14 and <= MaxCardDigits)))
            _found.Add((run, RedactionKind.CardNumber));
    }

    private bool IsSecret(NumberRun run, NumberCue said)
    {
        // "777" to a question for the last four.
        var isBareAnswer = _item is { IsAnswered: false } && _context.Asked!.IsJustAsked
            && (run.Digits >= 3 ? _text.OtherWords <= BareAnswer : run.Digits == 2 && _text.OtherWords == 0);
        return said.Kind switch
        {
            SecretCueKind.BankAccount or SecretCueKind.Passport or SecretCueKind.DrivingLicence or SecretCueKind.NationalId
                or SecretCueKind.HealthNumber
                => isBareAnswer || run.Digits >= (said.IsLinked ? 4 : 6),
            SecretCueKind.CardEnding => said.IsLinked && run.Digits is >= 3 and <= 6,
            SecretCueKind.LastDigits => false,
            SecretCueKind.Pin or SecretCueKind.Password => run.Digits is >= 3 and <= 12,
            SecretCueKind.SecurityAnswer => said.IsLinked && run.Digits is >= 2 and <= 12,
            SecretCueKind.Code when _isAboutCard && run.Digits == 3 => true,
            SecretCueKind.Code => _context.IsAboutCode && run.IsDigits && run.Digits is >= 4 and <= 10,
            _ => false,
        };
    }

    private NumberRun Widened(NumberRun run, NumberCue said)
    {
        if (!said.Kind.IsIdentifier() && said.Kind != SecretCueKind.BankAccount)
            return run;
        var (first, end) = (run.FirstToken, run.EndToken);
        var begin = said.Cue is { } cue && cue.EndToken <= first ? cue.EndToken : 0;
        while (first > begin && IsOfIdentifier(first - 1, first))
            first--;
        while (end < _tokens.Count && IsOfIdentifier(end, end))
            end += end + 1 < _tokens.Count && _tokens[end + 1].IsNumeral && _tokens.Gap(end + 1) is " " ? 2 : 1;
        return run.Widen(first, end);
    }

    // Letters that are no word: "qq 12 34 56 c", "MORGA 657054".
    private bool IsOfIdentifier(int token, int gap)
    {
        var word = _tokens[token];
        if (word.Digits > 0 || word.IsMark || word.Length > MaxLettersOfIdentifier || _tokens.Gap(gap) is not (" " or "-" or "." or "/"))
            return false;
        if (word.IsLetter)
            return !_tokens.Has(VocabularySection.Conjunctions, token) && !_tokens.Has(VocabularySection.ValueStops, token);
        return word.WordId == 0
            && (word.Length == 2
            || (!_tokens.IsInCapitals && !_tokens.Text.AsSpan(word.Start, word.End - word.Start).ContainsAnyExceptInRange('A', 'Z')));
    }

    private bool IsBodyReading(NumberRun run, NumberCue said)
    {
        if (run.IsDate || run.Digits >= 8)
            return false;
        if (said.Cue is not null)
            return true;
        return run.Digits >= 2 && _text.OtherWords <= ShortAnswer
            && (!run.CountsSomething || _tokens.Has(VocabularySection.BodyUnits, run.EndToken));
    }

    private bool IsCardCode(NumberRun run, NumberCue said) => said.Kind == SecretCueKind.CardCode
        ? run.Digits is 3 or 4 || (run.Digits is > 4 and < 12 && run.Parts[0].Text.Length is 3 or 4)
        : _isAboutCard && run.Digits is >= 2 and < 12 && (run.Digits > 2 || WithMonth(run) != run) && !IsOfOther(said.Cue);

    // "My policy expires on …"
    private bool IsOfOther(SecretCue? cue)
        => cue is { } of
            && _text.CuesBefore(of.FirstToken) is > 0 and var before
            && _text.Cues[before - 1] is { Kind: SecretCueKind.OtherNumber } other
            && of.FirstToken - other.EndToken <= 1;

    // "September 2028": the month is part of it.
    private NumberRun WithMonth(NumberRun run)
    {
        for (var token = run.FirstToken - 1; token >= Math.Max(0, run.FirstToken - 2); token--)
        {
            if (_tokens.Has(VocabularySection.Months, token))
                return run.Widen(token, run.EndToken);
        }

        return run;
    }
}
