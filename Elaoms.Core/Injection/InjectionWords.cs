using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Injection;

/// <summary>The phrases that stand in the files of languages, with what they mean.</summary>
internal sealed class InjectionWords
{
    private const string Use = "injection: ";

    // Shorter words are parts of too many others.
    private const int MinWithinWord = 4;

    private const int ShortestBeginning = 3;

    private readonly Step _spaced = new();
    private readonly HashSet<int> _beginnings = [];
    private readonly Dictionary<char, List<(string Phrase, InjectionConcept Concept)>> _unspaced = [];
    private readonly Dictionary<string, List<InjectionConcept>> _within = new(StringComparer.Ordinal);
    private readonly int _longestWithin;

    /// <summary>Reads those of all languages: an instruction may be in another language than the call.</summary>
    public InjectionWords(LanguageSet languages)
    {
        foreach (var language in languages.All)
            Read(language);
        _longestWithin = _within.Keys.Max(word => word.Length);
    }

    /// <summary>Finds the phrases that begin with a word.</summary>
    public void FindAt(IReadOnlyList<string> words, int at, List<(int Length, InjectionConcept Concept)> found)
    {
        // Most words begin no phrase, and this tells most of them.
        if (_beginnings.Contains(BeginningOf(words[at])))
            Follow(_spaced, words, at, 0, found);
    }

    /// <summary>Whether a phrase may begin with a word; false when none does.</summary>
    public bool MayBegin(ReadOnlySpan<char> word) => _beginnings.Contains(BeginningOf(word)) && _spaced.Has(word);

    /// <summary>Finds single words within a long one, such as a compound, or words without blanks.</summary>
    public IEnumerable<(int Start, int Length, InjectionConcept Concept)> FindWithin(string word)
    {
        var known = _within.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start + MinWithinWord <= word.Length; start++)
        {
            for (var length = Math.Min(_longestWithin, word.Length - start); length >= MinWithinWord; length--)
            {
                if (!known.TryGetValue(word.AsSpan(start, length), out var concepts))
                    continue;
                foreach (var concept in concepts)
                    yield return (start, length, concept);
                break;
            }
        }
    }

    /// <summary>Finds the phrases at a place of a text in a script whose words are not set apart.</summary>
    public IEnumerable<(int Length, InjectionConcept Concept)> FindUnspaced(string text, int at)
    {
        if (!_unspaced.TryGetValue(text[at], out var phrases))
            yield break;
        foreach (var (phrase, concept) in phrases)
        {
            if (string.CompareOrdinal(text, at, phrase, 0, phrase.Length) == 0)
                yield return (phrase.Length, concept);
        }
    }

    private static int BeginningOf(ReadOnlySpan<char> word)
        => string.GetHashCode(word[..Math.Min(word.Length, ShortestBeginning)], StringComparison.Ordinal);

    private static void Follow(Step step, IReadOnlyList<string> words, int at, int length, List<(int, InjectionConcept)> found)
    {
        foreach (var concept in step.Concepts)
            found.Add((length, concept));
        if (at + length >= words.Count)
            return;
        var word = words[at + length];
        if (step.Words is not null && step.Words.TryGetValue(word, out var next))
            Follow(next, words, at, length + 1, found);
        if (step.Beginnings is null)
            return;
        var beginnings = step.Beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = Math.Min(word.Length, step.LongestBeginning); end >= step.ShortestBeginning; end--)
        {
            if (beginnings.TryGetValue(word.AsSpan(0, end), out next))
                Follow(next, words, at, length + 1, found);
        }
    }

    private void Read(Language language)
    {
        foreach (var section in language.Sections)
        {
            if (!section.StartsWith(Use, StringComparison.Ordinal)
                || !Enum.TryParse<InjectionConcept>(section.AsSpan(Use.Length), ignoreCase: true, out var concept))
                continue;
            foreach (var phrase in language.Phrases(section))
            {
                if (InjectionText.IsUnspaced(phrase))
                    AddUnspaced(InjectionText.Unspaced(phrase, places: null), concept);
                else
                    AddSpaced(phrase, concept);
            }
        }
    }

    private void AddUnspaced(string phrase, InjectionConcept concept)
    {
        if (!_unspaced.TryGetValue(phrase[0], out var phrases))
            _unspaced[phrase[0]] = phrases = [];
        phrases.Add((phrase, concept));
    }

    private void AddSpaced(string phrase, InjectionConcept concept)
    {
        var words = InjectionText.Words(phrase).Select(word => word.Text).ToList();
        var isBeginning = phrase.EndsWith('*');
        if (isBeginning && words is [{ Length: < ShortestBeginning }])
            throw new InvalidDataException($"{phrase}: too short for the beginning of a word.");
        _beginnings.Add(BeginningOf(words[0]));
        var step = _spaced;
        for (var i = 0; i < words.Count; i++)
            step = isBeginning && i == words.Count - 1 ? step.NextBeginning(words[i]) : step.Next(words[i]);
        if (!step.Concepts.Contains(concept))
            step.Concepts.Add(concept);
        if (words is not [{ Length: >= MinWithinWord } single])
            return;
        if (!_within.TryGetValue(single, out var concepts))
            _within[single] = concepts = [];
        if (!concepts.Contains(concept))
            concepts.Add(concept);
    }

    /// <summary>The words that may come next, whole or by their beginning.</summary>
    private sealed class Step
    {
        public List<InjectionConcept> Concepts { get; } = [];

        public Dictionary<string, Step>? Words { get; private set; }

        public Dictionary<string, Step>? Beginnings { get; private set; }

        public int ShortestBeginning { get; private set; } = int.MaxValue;

        public int LongestBeginning { get; private set; }

        /// <summary>Whether a word may come next.</summary>
        public bool Has(ReadOnlySpan<char> word)
        {
            if (Words is not null && Words.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word))
                return true;
            if (Beginnings is null)
                return false;
            var beginnings = Beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var end = Math.Min(word.Length, LongestBeginning); end >= ShortestBeginning; end--)
            {
                if (beginnings.ContainsKey(word[..end]))
                    return true;
            }

            return false;
        }

        public Step Next(string word) => Of(Words ??= new(StringComparer.Ordinal), word);

        public Step NextBeginning(string word)
        {
            ShortestBeginning = Math.Min(ShortestBeginning, word.Length);
            LongestBeginning = Math.Max(LongestBeginning, word.Length);
            return Of(Beginnings ??= new(StringComparer.Ordinal), word);
        }

        private static Step Of(Dictionary<string, Step> steps, string word)
        {
            if (!steps.TryGetValue(word, out var step))
                steps[word] = step = new Step();
            return step;
        }
    }
}
