using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Redaction.Finders;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Redacts one call: first all its texts are read, then its secrets are found in order, then what repeats them.</summary>
internal sealed class CallRedaction
{
    private const int TurnsAboutCard = 6;
    private const int MinCapitals = 12;

    private readonly RedactionVocabulary _vocabulary;
    private readonly Call _call;
    private readonly RepeatedSecrets _repeated = new();
    private readonly AnalyzedText[] _turns;
    private readonly AnalyzedText? _title;
    private readonly AnalyzedText? _summary;
    private readonly List<RedactedSpan>[] _found;
    private readonly bool _isAboutBank;
    private readonly bool _isInCapitals;
    private readonly Dictionary<RedactionKind, int> _counts = [];

    private CallRedaction(Call call, RedactionVocabulary vocabulary)
    {
        (_call, _vocabulary) = (call, vocabulary);
        _isInCapitals = IsInCapitals(call);
        _turns = [.. call.Turns.Select(turn => Read(turn.Text))];
        _title = call.Title is null ? null : Read(call.Title);
        _summary = call.Summary is null ? null : Read(call.Summary);
        _found = [.. call.Turns.Select(_ => new List<RedactedSpan>())];
        _isAboutBank = IsAboutBank();
    }

    /// <summary>The call with marks in the place of its secrets.</summary>
    public static RedactedCall Redact(Call call, RedactionVocabulary vocabulary) => new CallRedaction(call, vocabulary).Redacted();

    private RedactedCall Redacted()
    {
        var values = _call.Collected.Select(one
            => (one.Key, Text: Read(one.Value), Kind: CollectedKeys.Kind(one.Key, _vocabulary, Context()))).ToList();
        var kept = values.FindAll(one => !CollectedKeys.IsSecret(one.Kind, one.Text));
        foreach (var (_, text, kind) in values)
        {
            if (CollectedKeys.IsSecret(kind, text) && text.Tokens.Count > 0)
                Dropped(text, kind!.Value.RedactedAs());
        }

        FindInTurns();
        // Found before anything is written, so that each text knows the secrets of all others.
        var (title, summary) = (FindAlone(_title), FindAlone(_summary));
        var ofValues = kept.ConvertAll(one
            => FindAlone(one.Text, one.Kind is { } kind && kind.IsOrdinary() ? AskedSecrets.Of(kind) : null));
        IReadOnlyList<IReadOnlyList<RedactedSpan>> spans = [.. _turns.Select((text, turn) => Spans(text, _found[turn], turn))];
        var redacted = _call with
        {
            Title = Write(_title, title),
            Summary = Write(_summary, summary),
            Turns = [.. _call.Turns.Select((turn, i) => spans[i].Count == 0 ? turn
                : turn with { Text = RedactionMarks.Apply(turn.Text, spans[i]) })],
            Collected = [.. kept.Select((one, i) => new CollectedValue(one.Key, Write(one.Text, ofValues[i])!))],
        };
        return new RedactedCall(redacted, spans) { Counts = _counts };
    }

    // A field that could only say that there is a card number helps nobody, so it is no fact at all.
    private void Dropped(AnalyzedText text, RedactionKind kind)
    {
        _repeated.Add(RepeatedSecrets.Plain(text.Tokens, 0, text.Tokens.Count), kind, turn: null);
        Count(kind);
    }

    private void FindInTurns()
    {
        var asked = new AskedSecrets();
        var split = new SplitCardNumber();
        var lastCard = -TurnsAboutCard - 1;
        for (var turn = 0; turn < _turns.Length; turn++)
        {
            var text = _turns[turn];
            var isCaller = _call.Turns[turn].Role == Turn.UserRole;
            var context = Context(isCaller ? asked : null, turn - lastCard <= TurnsAboutCard, IsAboutCode(turn));
            var found = _found[turn];
            FindIn(text, context, turn, found);
            if (isCaller)
                AddSplit(split.Add(turn, text, context));
            if (text.IsAboutCard || found.Exists(secret => secret.Kind == RedactionKind.CardNumber))
                lastCard = turn;
            if (isCaller)
                asked.EndCallerTurn(text);
            else
                asked.AddAgentTurn(text);
        }
    }

    private void AddSplit(IReadOnlyList<(int Turn, NumberRun Run)> pieces)
    {
        foreach (var (turn, run) in pieces)
        {
            _found[turn].Add(run.As(RedactionKind.CardNumber));
            _repeated.Add(run.Text, RedactionKind.CardNumber, turn);
        }

        if (pieces.Count > 0)
            _repeated.Add(string.Concat(pieces.Select(piece => piece.Run.Text)), RedactionKind.CardNumber, pieces[^1].Turn);
    }

    private void FindIn(AnalyzedText text, CallContext context, int turn, List<RedactedSpan> found)
    {
        context.Asked?.AnswerByMarks(text.Tokens);
        foreach (var (start, end) in text.ApiKeys)
            found.Add(new RedactedSpan(start, end, RedactionKind.ApiKey));
        foreach (var (first, end) in text.Ibans)
            found.Add(Remember(text, new SecretWords(SecretCueKind.BankAccount, first, end), turn));
        if (text.Ibans.Count > 0)
            context.Asked?.Answer(SecretCueKind.BankAccount, SecretCueKind.BankAccount.EnoughDigits());

        var words = new List<SecretWords>();
        new NamedSecrets(text).Add(IsAskedForWords(context.Asked), words);
        if (words.Count == 0 && context.Asked is { } asked)
            AnsweredSecrets.Add(text, asked, words);
        SeedPhraseFinder.Add(text, context.Asked, words);

        foreach (var (run, kind) in NumberJudge.Find(text, context))
        {
            found.Add(run.As(kind));
            // Readings of the body are as short as any number.
            if (run.Digits > 3 || kind == RedactionKind.CardCode)
                _repeated.Add(run.Text, kind, turn);
        }

        foreach (var secret in words)
        {
            // What is a card's number by its digits is one, whatever was asked for.
            var (start, end) = (text.Tokens[secret.FirstToken].Start, text.Tokens[secret.EndToken - 1].End);
            if (found.Exists(one => one.Start <= start && end <= one.End && one.Kind != secret.Kind.RedactedAs()))
                continue;
            found.Add(WithSigns(text.Tokens.Text, Remember(text, secret, turn)));
            context.Asked?.Answer(secret.Kind, digits: 0);
        }
    }

    private static bool IsAskedForWords(AskedSecrets? asked)
    {
        foreach (var item in asked?.Items ?? [])
        {
            if (item.Kind.IsFreeText() && !item.IsAnswered)
                return true;
        }

        return false;
    }

    private RedactedSpan Remember(AnalyzedText text, SecretWords secret, int turn)
    {
        var kind = secret.Kind.RedactedAs();
        _repeated.Add(RepeatedSecrets.Plain(text.Tokens, secret.FirstToken, secret.EndToken), kind, turn,
            secret.EndToken - secret.FirstToken);
        return new RedactedSpan(text.Tokens[secret.FirstToken].Start, text.Tokens[secret.EndToken - 1].End, kind);
    }

    // The signs around a password are part of it, but for those that sentences have.
    private static RedactedSpan WithSigns(string text, RedactedSpan secret)
    {
        var (start, end) = (secret.Start, secret.End);
        while (start > 0 && IsSign(text[start - 1]))
            start--;
        while (end < text.Length && IsSign(text[end]))
            end++;
        return secret with { Start = start, End = end };
    }

    private static bool IsSign(char c)
        => !char.IsWhiteSpace(c) && !char.IsLetterOrDigit(c) && !".,;:=?¿¡()\"'“”„«»‘’…–—[]".Contains(c, StringComparison.Ordinal);

    private List<RedactedSpan> FindAlone(AnalyzedText? text, AskedSecrets? asked = null)
    {
        var found = new List<RedactedSpan>();
        if (text is not null)
            FindIn(text, Context(asked, isAboutCode: text.Contains(VocabularySection.CodeContext)), RepeatedSecrets.OutsideTurns, found);
        return found;
    }

    private string? Write(AnalyzedText? text, List<RedactedSpan> found)
        => text is null ? null : RedactionMarks.Apply(text.Tokens.Text, Spans(text, found, turn: null));

    private IReadOnlyList<RedactedSpan> Spans(AnalyzedText text, List<RedactedSpan> found, int? turn)
    {
        if (!_repeated.IsEmpty)
            _repeated.Find(text, turn, found);
        var spans = RedactionMarks.Merge(text.Tokens.Text, found);
        foreach (var span in spans)
            Count(span.Kind);
        return spans;
    }

    private void Count(RedactionKind kind) => _counts[kind] = _counts.GetValueOrDefault(kind) + 1;

    private AnalyzedText Read(string text) => AnalyzedText.Of(text, _vocabulary, _isInCapitals);

    private CallContext Context(AskedSecrets? asked = null, bool isAboutCard = false, bool isAboutCode = false)
        => new(asked, isAboutCard, _isAboutBank, isAboutCode);

    private bool IsAboutCode(int turn)
        => _turns[turn].Runs.Count > 0 && IsAboutCode(_turns[turn], turn > 0 ? _turns[turn - 1] : null);

    // "The code and number you're dialling" is a telephone's.
    private static bool IsAboutCode(AnalyzedText text, AnalyzedText? before)
        => (text.Contains(VocabularySection.CodeContext) || before?.Contains(VocabularySection.CodeContext) == true)
            && !text.Contains(VocabularySection.DialContext)
            && before?.Contains(VocabularySection.DialContext) != true;

    // A few letters are those of a code.
    private static bool IsInCapitals(Call call)
    {
        var letters = 0;
        foreach (var turn in call.Turns)
        {
            foreach (var c in turn.Text)
            {
                if (char.IsLower(c))
                    return false;
                letters += char.IsLetter(c) ? 1 : 0;
            }
        }

        return letters > MinCapitals;
    }

    // A caller of any business may say "bank"; one who names an account of a bank means it.
    private bool IsAboutBank()
    {
        for (var turn = 0; turn < _turns.Length; turn++)
        {
            if (_turns[turn].Contains(VocabularySection.Bank, _call.Turns[turn].Role == Turn.UserRole ? 2 : 1))
                return true;
        }

        return _title?.Contains(VocabularySection.Bank) == true || _summary?.Contains(VocabularySection.Bank) == true;
    }
}
