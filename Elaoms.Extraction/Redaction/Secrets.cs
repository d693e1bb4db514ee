using Elaoms.Core.Calls;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Redaction;

/// <summary>
/// Takes out of a call what must be stored nowhere but in the raw archive: numbers and codes of cards, bank accounts, passwords, and health numbers. What is found in one
/// place is masked in all, for agents and summaries repeat it. A pure function of the call.
/// </summary>
internal sealed class Secrets
{
    private const int TurnsAboutCard = 6;
    private const int TurnsToAnswer = 3;

    private readonly SecretWords _words = SecretWords.BuiltIn.Value;
    private readonly KnownSecrets _known = new();
    private readonly Call _call;
    private readonly Lazy<bool> _isAboutBank;
    private readonly List<RedactedSpan>[] _inTurns;

    private Secrets(Call call)
    {
        _call = call;
        _isAboutBank = new Lazy<bool>(() => call.Turns.Select(turn => turn.Text).Append(call.Summary ?? "").Append(call.Title ?? "").Any(IsAboutBank));
        _inTurns = new List<RedactedSpan>[call.Turns.Count];
    }

    /// <summary>The call with marks in the place of its secrets.</summary>
    public static RedactedCall Redact(Call call) => new Secrets(call).Redacted();

    private RedactedCall Redacted()
    {
        var collected = _call.Collected
            .Select(one => (one.Key, Value: Read(one.Value), Kind: SecretKeys.Kind(one.Key, _words, _isAboutBank)))
            .ToLookup(one => SecretKeys.IsSecret(one.Kind, one.Value));
        foreach (var (_, value, kind) in collected[true])
            Remember(value, 0, value.Spoken.Words.Count, SecretKeys.SecretOf(kind!.Value), turn: null);
        FindInTurns();
        var title = FindIn(_call.Title);
        var summary = FindIn(_call.Summary);
        // A field that could only say that there is a card number helps nobody, so it is no fact at all.
        var kept = collected[false].Select(one => (one.Key, one.Value, Found: Find(one.Value, one.Kind is { } kind ? new Topic(kind) : null, turn: null).Found)).ToList();
        IReadOnlyList<IReadOnlyList<RedactedSpan>> inTurns = [.. _call.Turns.Select((turn, i) => Spans(turn.Text, _inTurns[i], i))];
        var redacted = _call with
        {
            Title = Apply(_call.Title, title),
            Summary = Apply(_call.Summary, summary),
            Turns = [.. _call.Turns.Select((turn, i) => turn with { Text = SecretMask.Apply(turn.Text, inTurns[i]) })],
            Collected = [.. kept.Select(one => new CollectedValue(one.Key, Apply(one.Value.Spoken.Text, one.Found)!))],
        };
        return new RedactedCall(redacted, inTurns);
    }

    private void FindInTurns()
    {
        Topic? topic = null;
        IReadOnlyList<PasswordGrammar> asked = [];
        var askedAt = 0;
        var lastCard = -TurnsAboutCard - 1;
        var pieces = new PiecewiseCard();
        for (var turn = 0; turn < _inTurns.Length; turn++)
        {
            var text = Read(_call.Turns[turn].Text);
            var isAgent = _call.Turns[turn].Role != Turn.UserRole;
            var isAboutCard = turn - lastCard <= TurnsAboutCard;
            var (found, digits) = Find(text, topic, turn, isAgent, isAboutCard, isAgent || turn - askedAt > TurnsToAnswer ? [] : asked);
            _inTurns[turn] = found;
            if (!isAgent)
                AddPieces(pieces.With(turn, text, topic, isAboutCard));
            if (found.Exists(secret => secret.Kind == RedactionKind.CardNumber) || text.Cues.Any(cue => cue.Kind is CueKind.Card or CueKind.CardNumber or CueKind.CardCode))
                lastCard = turn;
            if (isAgent && text.LastCue is not null)
                (asked, askedAt) = (PasswordSecrets.Asked(text), turn);
            else if (found.Exists(secret => secret.Kind == RedactionKind.Password))
                asked = [];
            topic = Topic.After(topic, text.LastCue, isAgent, digits);
        }
    }

    private void AddPieces(IReadOnlyList<(int Turn, NumberRun Run)> pieces)
    {
        foreach (var (turn, run) in pieces)
        {
            _inTurns[turn].Add(run.As(RedactionKind.CardNumber));
            _known.Add(run.Text, RedactionKind.CardNumber, turn);
        }

        if (pieces.Count > 0)
            _known.Add(string.Concat(pieces.Select(piece => piece.Run.Text)), RedactionKind.CardNumber, pieces[^1].Turn);
    }

    private List<RedactedSpan> FindIn(string? text) => text is null ? [] : Find(Read(text), topic: null, turn: null).Found;

    private (List<RedactedSpan> Found, int Digits) Find(
        CuedText text, Topic? topic, int? turn, bool isAgent = false, bool isAboutCard = false, IReadOnlyList<PasswordGrammar>? asked = null)
    {
        var found = new List<RedactedSpan>();
        var digits = 0;
        foreach (var (first, end) in text.Ibans)
        {
            var secret = Remember(text, first, end, RedactionKind.AccountNumber, turn);
            found.Add(secret);
            digits += secret.End - secret.Start;
        }

        foreach (var (run, kind) in NumberSecrets.Find(text, topic, isAgent, isAboutCard))
        {
            found.Add(run.As(kind));
            digits += run.Digits;
            // Readings of the body are as short as any number.
            if (run.Digits > 3 || kind == RedactionKind.CardCode)
                _known.Add(run.Text, kind, turn);
        }

        foreach (var (first, end) in PasswordSecrets.Find(text, asked ?? []))
            found.Add(WithSigns(text.Spoken.Text, Remember(text, first, end, RedactionKind.Password, turn)));
        return (found, digits);
    }

    private RedactedSpan Remember(CuedText text, int first, int end, RedactionKind kind, int? turn)
    {
        if (end == first)
            return default;
        _known.Add(KnownSecrets.Plain(text, first, end), kind, turn);
        return new RedactedSpan(text.Spoken.Words[first].Start, text.Spoken.Words[end - 1].End, kind);
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

    private static bool IsSign(char c) => !char.IsWhiteSpace(c) && !char.IsLetterOrDigit(c) && !".,;:=?¿¡()\"'“”„«»‘’…–—".Contains(c, StringComparison.Ordinal);

    private string? Apply(string? text, List<RedactedSpan> found) => text is null ? null : SecretMask.Apply(text, Spans(text, found));

    private IReadOnlyList<RedactedSpan> Spans(string text, List<RedactedSpan> found, int? turn = null)
        => _known.IsEmpty && found.Count == 0 ? [] : SecretMask.Merge(text, [.. found, .. _known.In(Read(text), turn)]);

    private CuedText Read(string text) => CuedText.Of(text, _words, _isAboutBank);

    private bool IsAboutBank(string text)
    {
        var spoken = SpokenText.Of(text);
        return Enumerable.Range(0, spoken.Words.Count).Any(word => _words.Bank.Has(spoken, word));
    }
}
