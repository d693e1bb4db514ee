namespace Elaoms.Extraction.Redaction;

/// <summary>A text with its numbers, and with the words that say what goes with them.</summary>
internal sealed class CuedText
{
    private readonly bool[] _isCue;

    private readonly int[] _cuesBefore;

    private CuedText(SpokenText spoken, SecretWords words, Lazy<bool> isAboutBank)
    {
        (Spoken, Words) = (spoken, words);
        _isCue = new bool[spoken.Words.Count];
        Cues = [.. FindCues(isAboutBank)];
        _cuesBefore = new int[spoken.Words.Count + 1];
        for (var (word, cue) = (0, 0); word < _cuesBefore.Length; word++)
        {
            _cuesBefore[word] = cue;
            cue += cue < Cues.Count && Cues[cue].FirstWord == word ? 1 : 0;
        }

        Ibans = [.. Redaction.Ibans.Find(spoken, words)];
        foreach (var (first, end) in Ibans)
            Array.Fill(_isCue, value: true, first, end - first);
        Runs = NumberReader.Runs(spoken, word => _isCue[word], words);
    }

    /// <summary>The text.</summary>
    public SpokenText Spoken { get; }

    /// <summary>The words that tell secrets.</summary>
    public SecretWords Words { get; }

    /// <summary>What says what goes with it, in order.</summary>
    public IReadOnlyList<Cue> Cues { get; }

    /// <summary>The IBANs, as their first word and the word after their last.</summary>
    public IReadOnlyList<(int FirstWord, int EndWord)> Ibans { get; }

    /// <summary>The other numbers, in order.</summary>
    public IReadOnlyList<NumberRun> Runs { get; }

    /// <summary>What the text speaks of at its end; of a card and what it has, what it has.</summary>
    public Cue? LastCue
    {
        get
        {
            var last = Cues.Count - 1;
            if (last > 0 && Cues[last].Kind == CueKind.Card && IsOfCard(Cues[last - 1]) && !Spoken.IsSentenceBetween(Cues[last - 1].EndWord - 1, Cues[last].FirstWord))
                last--;
            return last < 0 ? null : Cues[last];
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The words that tell secrets.</param>
    /// <param name="isAboutBank">Whether the call is about a bank account.</param>
    public static CuedText Of(string text, SecretWords words, Lazy<bool> isAboutBank) => new(SpokenText.Of(text), words, isAboutBank);

    /// <summary>Whether a cue tells of a card what belongs to it.</summary>
    public static bool IsOfCard(Cue cue) => cue.Kind is CueKind.CardNumber or CueKind.CardCode or CueKind.CardExpiry or CueKind.Pin or CueKind.LastDigits;

    /// <summary>How many cues begin before a word.</summary>
    public int CuesBefore(int word) => _cuesBefore[word];

    /// <summary>How many words belong to no number.</summary>
    public int OtherWords() => Spoken.Words.Count - Runs.Sum(run => run.EndWord - run.FirstWord);

    // "Mi número" in "mi número de paciente".
    private bool IsWithin(int first, int end)
    {
        for (var word = first + 1; word < end; word++)
        {
            if (Words.Cues.End(Spoken, word) > end)
                return true;
        }

        return false;
    }

    private IEnumerable<Cue> FindCues(Lazy<bool> isAboutBank)
    {
        for (var at = 0; at < Spoken.Words.Count; at++)
        {
            if (!Words.Cues.Match(Spoken, at, out var end, out var meaning) || IsWithin(at, end))
                continue;
            Array.Fill(_isCue, value: true, at, end - at);
            var kind = meaning.Kind != CueKind.AccountOrCustomer ? meaning.Kind : isAboutBank.Value ? CueKind.Account : CueKind.Other;
            yield return new Cue(kind, at, end, meaning.NamesNumber, meaning.Grammars);
            at = end - 1;
        }
    }
}
