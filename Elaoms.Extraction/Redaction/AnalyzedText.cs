using Elaoms.Extraction.Redaction.Finders;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>A text with its numbers, and with the words that say what goes with them.</summary>
internal sealed class AnalyzedText
{
    private readonly bool[] _isTaken;
    private readonly List<SecretCue> _cues = [];
    private readonly int[] _cuesBefore;

    private AnalyzedText(TokenizedText tokens)
    {
        Tokens = tokens;
        _isTaken = new bool[tokens.Count];
        FindCues();
        _cuesBefore = new int[tokens.Count + 1];
        for (var (token, cue) = (0, 0); token <= tokens.Count; token++)
        {
            _cuesBefore[token] = cue;
            cue += cue < _cues.Count && _cues[cue].FirstToken == token ? 1 : 0;
        }

        ApiKeys = ApiKeyFinder.Find(tokens.Text);
        TakeApiKeys();
        Ibans = IbanFinder.Find(tokens);
        foreach (var (first, end) in Ibans)
            Array.Fill(_isTaken, value: true, first, end - first);
        Runs = NumberRuns.Of(tokens, _isTaken);
        OtherWords = tokens.Count;
        foreach (var run in Runs)
            OtherWords -= run.EndToken - run.FirstToken;
    }

    /// <summary>The words.</summary>
    public TokenizedText Tokens { get; }

    /// <summary>What says what goes with it, in order.</summary>
    public IReadOnlyList<SecretCue> Cues => _cues;

    /// <summary>Keys of interfaces, as ranges of characters.</summary>
    public IReadOnlyList<(int Start, int End)> ApiKeys { get; }

    /// <summary>The IBANs, as their first word and the word after their last.</summary>
    public IReadOnlyList<(int FirstToken, int EndToken)> Ibans { get; }

    /// <summary>The other numbers, in order.</summary>
    public IReadOnlyList<NumberRun> Runs { get; }

    /// <summary>How many words belong to no number.</summary>
    public int OtherWords { get; }

    /// <summary>Whether the words speak of a payment card.</summary>
    public bool IsAboutCard => _cues.Exists(cue => cue.Kind.IsAboutCard());

    /// <summary>Reads a text.</summary>
    public static AnalyzedText Of(string text, RedactionVocabulary vocabulary, bool isInCapitals = false)
        => new(TokenizedText.Of(text, vocabulary, isInCapitals));

    /// <summary>How many cues begin before a word.</summary>
    public int CuesBefore(int token) => _cuesBefore[token];

    /// <summary>What a text names at its end; of a card and what it has, what it has.</summary>
    public SecretCue? LastCue => _cues.Count == 0 ? null : WithCard(_cues.Count - 1);

    /// <summary>Whether a phrase of a section is in the text.</summary>
    /// <param name="section">The section.</param>
    /// <param name="minWords">How many words the phrase must have.</param>
    public bool Contains(VocabularySection section, int minWords = 1)
    {
        for (var token = 0; token < Tokens.Count; token++)
        {
            if (Tokens.End(section, token) - token >= minWords)
                return true;
        }

        return false;
    }

    private SecretCue WithCard(int cue)
        => cue > 0 && _cues[cue].Kind == SecretCueKind.Card && _cues[cue - 1].Kind.IsOfCard()
            && !Tokens.IsSentenceBetween(_cues[cue - 1].EndToken - 1, _cues[cue].FirstToken)
            ? _cues[cue - 1]
            : _cues[cue];

    private void TakeApiKeys()
    {
        var key = 0;
        for (var token = 0; token < Tokens.Count && key < ApiKeys.Count; token++)
        {
            while (key < ApiKeys.Count && ApiKeys[key].End <= Tokens[token].Start)
                key++;
            _isTaken[token] |= key < ApiKeys.Count && ApiKeys[key].Start < Tokens[token].End;
        }
    }

    // "Mi número" in "mi número de paciente".
    private bool IsWithin(int first, int end)
    {
        for (var token = first + 1; token < end; token++)
        {
            if (Tokens.End(VocabularySection.Cues, token) > end)
                return true;
        }

        return false;
    }

    private void FindCues()
    {
        for (var at = 0; at < Tokens.Count; at++)
        {
            if (!Tokens.Vocabulary.Match(Tokens, at, VocabularySection.Cues, uint.MaxValue, out var end, out var kind, out var languages)
                || ((SecretCueKind)kind != SecretCueKind.LastDigits && IsWithin(at, end)))
                continue;
            Array.Fill(_isTaken, value: true, at, end - at);
            _cues.Add(new SecretCue((SecretCueKind)kind, at, end, languages));
            at = end - 1;
        }
    }
}
