using Elaoms.Core.Calls;

namespace Elaoms.Core.Learning.Masking;

/// <summary>
/// Takes out of a call what must be stored nowhere but in the raw archive: numbers and codes of cards, bank accounts, passwords, and health numbers. What is found in one
/// place is masked in all, for agents and summaries repeat it. A pure function of the call.
/// </summary>
internal sealed class Secrets
{
    private const int TurnsAboutCard = 6;

    private readonly SecretWords _words = SecretWords.BuiltIn.Value;
    private readonly KnownSecrets _known = new();
    private readonly Call _call;
    private readonly bool _isAboutBank;
    private readonly List<CuedText> _turns;
    private readonly List<FoundSecret>[] _found;

    private Secrets(Call call)
    {
        _call = call;
        _isAboutBank = call.Turns.Select(turn => turn.Text).Append(call.Summary ?? "").Append(call.Title ?? "").Any(IsAboutBank);
        _turns = [.. call.Turns.Select(turn => Read(turn.Text))];
        _found = [.. _turns.Select(_ => new List<FoundSecret>())];
    }

    /// <summary>The call with masks in the place of its secrets.</summary>
    public static Call Mask(Call call) => new Secrets(call).Masked();

    private Call Masked()
    {
        var collected = _call.Collected.Select(one => (one.Key, Value: Read(one.Value), Kind: SecretKeys.Kind(one.Key, _words, _isAboutBank))).ToList();
        foreach (var (_, value, kind) in collected.Where(one => SecretKeys.IsSecret(one.Kind, one.Value)))
            Remember(value, 0, value.Spoken.Words.Count, SecretKeys.SecretOf(kind!.Value), turn: null);
        FindInTurns();
        var title = FindIn(_call.Title);
        var summary = FindIn(_call.Summary);
        // A fact that only says that there is a card number helps nobody, and a value in its place would be read to an agent: such a field is no fact at all.
        var kept = collected.Where(one => !SecretKeys.IsSecret(one.Kind, one.Value)).ToList();
        var keptFound = kept.Select(one => Find(one.Value, Topic(one.Kind), turn: null)).ToList();
        return _call with
        {
            Title = title is { } inTitle ? Apply(inTitle.Text, inTitle.Found, turn: null) : null,
            Summary = summary is { } inSummary ? Apply(inSummary.Text, inSummary.Found, turn: null) : null,
            Turns = [.. _call.Turns.Select((turn, i) => turn with { Text = Apply(_turns[i], _found[i], i) })],
            Collected = [.. kept.Zip(keptFound, (one, found) => new CollectedValue(one.Key, Apply(one.Value, found, turn: null)))],
        };
    }

    private void FindInTurns()
    {
        Topic? topic = null;
        IReadOnlyList<PasswordGrammar> asked = [];
        var askedAt = 0;
        var lastCard = -TurnsAboutCard - 1;
        var pieces = new PiecewiseCard();
        for (var turn = 0; turn < _turns.Count; turn++)
        {
            var text = _turns[turn];
            var isAgent = _call.Turns[turn].Role != Turn.UserRole;
            var isAboutCard = turn - lastCard <= TurnsAboutCard;
            var found = Find(text, topic, turn, isAgent, isAboutCard, isAgent || turn - askedAt > 3 ? [] : asked);
            _found[turn].AddRange(found);
            if (!isAgent)
                AddPieces(pieces.With(turn, text, topic, isAboutCard));
            if (text.Cues.Any(cue => cue.Kind is CueKind.Card or CueKind.CardNumber or CueKind.CardCode) || found.Exists(secret => secret.Kind == SecretKind.CardNumber))
                lastCard = turn;
            if (isAgent && text.LastCue is not null)
                (asked, askedAt) = (PasswordSecrets.Asked(text), turn);
            else if (found.Exists(secret => secret.Kind == SecretKind.Password))
                asked = [];
            topic = Masking.Topic.After(topic, text.LastCue, isAgent, found.Sum(secret => text.Runs.Where(run => run.Start >= secret.Start && run.End <= secret.End).Sum(run => run.Digits)));
        }
    }

    private void AddPieces(IReadOnlyList<(int Turn, NumberRun Run)> pieces)
    {
        foreach (var (turn, run) in pieces)
        {
            _found[turn].Add(run.As(SecretKind.CardNumber));
            _known.Add(run.Text, SecretKind.CardNumber, turn);
        }

        if (pieces.Count > 0)
            _known.Add(string.Concat(pieces.Select(piece => piece.Run.Text)), SecretKind.CardNumber, pieces[^1].Turn);
    }

    private (CuedText Text, List<FoundSecret> Found)? FindIn(string? about)
    {
        if (about is null)
            return null;
        var text = Read(about);
        return (text, Find(text, topic: null, turn: null));
    }

    private List<FoundSecret> Find(CuedText text, Topic? topic, int? turn, bool isAgent = false, bool isAboutCard = false, IReadOnlyList<PasswordGrammar>? asked = null)
    {
        var found = new List<FoundSecret>();
        foreach (var (first, end) in text.Ibans)
            found.Add(Remember(text, first, end, SecretKind.Account, turn));
        foreach (var (run, kind) in NumberSecrets.Find(text, topic, isAgent, isAboutCard))
        {
            found.Add(run.As(kind));
            // Readings of the body are as short as any number.
            if (run.Digits > 3 || kind == SecretKind.CardCode)
                _known.Add(run.Text, kind, turn);
        }

        foreach (var (first, end) in PasswordSecrets.Find(text, asked ?? []))
            found.Add(WithSigns(text.Spoken.Text, Remember(text, first, end, SecretKind.Password, turn)));
        return found;
    }

    private FoundSecret Remember(CuedText text, int first, int end, SecretKind kind, int? turn)
    {
        if (end > first)
            _known.Add(KnownSecrets.Plain(text, first, end), kind, turn);
        return end > first ? new FoundSecret(text.Spoken.Words[first].Start, text.Spoken.Words[end - 1].End, kind) : default;
    }

    // The signs around a password are part of it, but for those that sentences have.
    private static FoundSecret WithSigns(string text, FoundSecret secret)
    {
        var (start, end) = (secret.Start, secret.End);
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && !char.IsLetterOrDigit(text[start - 1]) && text[start - 1] is not (':' or '=' or '"' or '\'' or '“' or '„' or '«' or '(' or ',' or '?' or '¿' or '¡' or '’'))
            start--;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !char.IsLetterOrDigit(text[end]) && text[end] is not ('.' or ',' or ';' or ':' or '?' or '"' or '\'' or '”' or '»' or ')' or '’' or '…'))
            end++;
        return secret with { Start = start, End = end };
    }

    private string Apply(CuedText text, List<FoundSecret> found, int? turn) => SecretMask.Apply(text.Spoken.Text, [.. found, .. _known.In(text, turn)]);

    private static Topic? Topic(CueKind? kind) => kind is { } named ? new Topic(named) : null;

    private CuedText Read(string text) => CuedText.Of(text, _words, _isAboutBank);

    private bool IsAboutBank(string text)
    {
        var spoken = SpokenText.Of(text);
        return Enumerable.Range(0, spoken.Words.Count).Any(word => _words.Bank.Has(spoken, word));
    }
}
