using Elaoms.Core.Learning;
namespace Elaoms.Extraction.Redaction;

/// <summary>Judges which numbers of a text are secret: by what is said of them there, by what was asked before, and by their check digits.</summary>
internal sealed class NumberSecrets
{
    private const int MaxCardDigits = 19;

    private readonly CuedText _text;
    private readonly Topic? _topic;
    private readonly bool _isAgent;
    private readonly bool _isAboutCard;
    private readonly List<(NumberRun Run, RedactionKind Kind)> _found = [];
    private int _collected;

    private NumberSecrets(CuedText text, Topic? topic, bool isAgent, bool isAboutCard)
    {
        (_text, _topic, _isAgent) = (text, topic, isAgent);
        _isAboutCard = isAboutCard || text.Cues.Any(cue => cue.Kind is CueKind.Card or CueKind.CardNumber or CueKind.CardCode);
        _collected = topic?.Digits ?? 0;
    }

    /// <summary>The secret numbers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="topic">What was asked for before it.</param>
    /// <param name="isAgent">Whether it is an agent's turn.</param>
    /// <param name="isAboutCard">Whether a card was spoken of just before.</param>
    public static IReadOnlyList<(NumberRun Run, RedactionKind Kind)> Find(CuedText text, Topic? topic = null, bool isAgent = false, bool isAboutCard = false)
    {
        var judge = new NumberSecrets(text, topic, isAgent, isAboutCard);
        var search = new CueSearch(text);
        foreach (var run in text.Runs)
            judge.Judge(run, search.Of(run) ?? judge.Asked(run));
        return judge._found;
    }

    // What an agent says after having asked is seldom the answer.
    private CueFound? Asked(NumberRun run) => _topic is null || (_isAgent && run.Digits < 8) ? null : new CueFound(_topic.Kind, IsLinked: _text.OtherWords() <= 6 && (_topic.Kind != CueKind.Other || _topic.NamesNumber), _topic.NamesNumber, Cue: null);

    private void Judge(NumberRun run, CueFound? said)
    {
        if (said is { Kind: CueKind.CardExpiry or CueKind.CardCode } && IsCode(run, said.Value))
        {
            _found.Add((WithMonth(run), RedactionKind.CardCode));
            return;
        }

        if (said is { Kind: CueKind.Reading, Cue: not null } || (said is { Kind: CueKind.Reading, IsLinked: true } && run.Digits < 8))
        {
            if (!run.IsDate)
                _found.Add((run, RedactionKind.HealthNumber));
            return;
        }

        if (run.IsDate)
            return;
        if (run.CountsSomething && run.Items[^1].Text.Length <= 3)
        {
            if (run.Items.Count == 1)
                return;
            run = run.Part(0, run.Items.Count - 1);
        }

        if (run.HasPlus && run.Digits <= 15 && said?.Kind is not (CueKind.CardNumber or CueKind.Account or CueKind.Health))
            return;
        if (said is { } staying && staying.Stays(run.Digits))
            return;
        if (said is { } of && KindOf(run, of) is { } kind)
        {
            _found.Add((run, kind));
            return;
        }

        foreach (var stretch in run.Stretches())
            JudgeDigits(stretch, said?.Kind);
    }

    private void JudgeDigits(NumberRun run, CueKind? said)
    {
        if (AddCards(run, said))
            return;
        var isPiece = said == CueKind.CardNumber && (run.Digits >= 3 || (run.Digits == 2 && _collected > 0 && _text.OtherWords() <= 3));
        var isMisheard = run.Digits >= 12 && said is CueKind.Card or CueKind.CardCode or CueKind.CardExpiry or CueKind.LastDigits;
        var isInFours = run.Items.Count > 1 && run.Items.All(item => item.Text.Length == 4) && (said == CueKind.Card || run.Digits is 16);
        if (isPiece || isMisheard || (_isAboutCard && run.Text[0] != '0' && (isInFours || run.Digits is >= 14 and <= MaxCardDigits)))
        {
            _collected += run.Digits;
            _found.Add((run, RedactionKind.CardNumber));
        }
        else if (IsSocialSecurity(run))
        {
            _found.Add((run, RedactionKind.HealthNumber));
        }
    }

    private RedactionKind? KindOf(NumberRun run, CueFound said) => said.Kind switch
    {
        CueKind.Account when run.Digits >= (said.IsLinked ? 4 : 6) => RedactionKind.AccountNumber,
        CueKind.Health when run.Digits >= (said.IsLinked ? 4 : 6) => RedactionKind.HealthNumber,
        CueKind.Pin or CueKind.Password when run.Digits is >= 3 and <= 12 => RedactionKind.Password,
        CueKind.Code when _isAboutCard && run.Digits == 3 => RedactionKind.CardCode,
        CueKind.Code when run.IsDigits && run.Digits is >= 4 and <= 10 => RedactionKind.Password,
        _ => null,
    };

    private bool IsCode(NumberRun run, CueFound said) => said.Kind == CueKind.CardCode
        ? run.Digits is 3 or 4 || (run.Digits is > 4 and < 12 && run.Items[0].Text.Length is 3 or 4)
        : _isAboutCard && run.Digits is >= 2 and < 12 && (run.Digits > 2 || WithMonth(run) != run) && !IsOfOther(said.Cue);

    // "My policy expires on …"
    private bool IsOfOther(Cue? cue)
        => cue is not null
            && _text.CuesBefore(cue.FirstWord) is > 0 and var before
            && _text.Cues[before - 1] is { Kind: CueKind.Other } other && cue.FirstWord - other.EndWord <= 1;

    // "September 2028": the month is part of it.
    private NumberRun WithMonth(NumberRun run)
    {
        for (var word = run.FirstWord - 1; word >= Math.Max(0, run.FirstWord - 2); word--)
        {
            if (_text.Words.Months.Has(_text.Spoken, word))
                return run with { Items = [run.Items[0] with { FirstWord = word }, .. run.Items.Skip(1)] };
        }

        return run;
    }

    private bool AddCards(NumberRun run, CueKind? said)
    {
        if (CheckDigits.IsCard(run.Text))
        {
            _found.Add((run, RedactionKind.CardNumber));
            _collected += run.Digits;
            return true;
        }

        var isFound = false;
        for (var first = 0; first < run.Items.Count; first++)
        {
            var end = EndOfCard(run, first);
            if (end == 0)
                continue;
            if (!isFound && first > 0 && said is CueKind.CardCode or CueKind.CardExpiry)
                _found.Add((run.Part(0, first), RedactionKind.CardCode));
            _found.Add((run.Part(first, end), RedactionKind.CardNumber));
            _collected += run.Digits;
            isFound = true;
            // What is read on after the number is until when, and the code.
            var next = end;
            while (next < run.Items.Count && EndOfCard(run, next) == 0)
                next++;
            var rest = run.Part(end, next);
            if (next > end && !rest.CountsSomething && IsReadOn(rest.Items))
                _found.Add((rest, RedactionKind.CardCode));
            first = next - 1;
        }

        return isFound;
    }

    // "09 28 862", "0928", "862": until when, the code, or both.
    private static bool IsReadOn(IReadOnlyList<NumberItem> items)
    {
        var (isMonth, code) = items switch
        {
            [{ Text.Length: 2 } month, { Text.Length: 2 or 4 }, ..] => (month.Text is ['0' or '1', _], 2),
            [{ Text: ['0' or '1', _, _, _] }, ..] => (true, 1),
            _ => (true, 0),
        };
        return isMonth && (items.Count == code ? code > 0 : items.Count == code + 1 && items[code].Text.Length is 3 or 4);
    }

    private static int EndOfCard(NumberRun run, int first)
    {
        var digits = "";
        for (var end = first; end < run.Items.Count && digits.Length <= MaxCardDigits;)
        {
            digits += run.Items[end++].Text;
            if (CheckDigits.IsCardOfBank(digits))
                return end;
        }

        return 0;
    }

    private static bool IsSocialSecurity(NumberRun run)
        => CheckDigits.IsFrenchSocialSecurity(run.Text)
            || (run.Items is [{ Text.Length: 3 }, { Text.Length: 2 }, { Text.Length: 4 }]
                && run.Spoken.Gap(run.Items[1].FirstWord) is "-" && run.Spoken.Gap(run.Items[2].FirstWord) is "-");
}
