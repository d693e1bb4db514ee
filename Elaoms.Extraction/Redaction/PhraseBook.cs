namespace Elaoms.Extraction.Redaction;

/// <summary>Phrases of one or more words, each with what it stands for.</summary>
internal sealed class PhraseBook<T>
{
    private readonly Dictionary<string, List<(string[] Words, T Value)>> _byFirst = new(StringComparer.Ordinal);

    /// <summary>Adds a phrase, or gives one that is here another value made of the old and the new.</summary>
    public void Add(string phrase, T value, Func<T, T, T>? combine = null)
    {
        string[] words = [.. SpokenText.Of(phrase).Words.Select(word => word.Plain)];
        if (words.Length == 0)
            throw new InvalidDataException($"'{phrase}' has no words.");
        if (!_byFirst.TryGetValue(words[0], out var phrases))
            _byFirst[words[0]] = phrases = [];
        var known = phrases.FindIndex(one => one.Words.AsSpan().SequenceEqual(words));
        if (known >= 0)
            phrases[known] = (words, combine is null ? phrases[known].Value : combine(phrases[known].Value, value));
        else
            phrases.Insert(phrases.FindIndex(one => one.Words.Length <= words.Length) is >= 0 and var at ? at : phrases.Count, (words, value));
    }

    /// <summary>Whether a phrase is here.</summary>
    public bool Has(SpokenText text, int at) => Match(text, at, out _, out _);

    /// <summary>Where the longest phrase that begins with a word ends; the word itself when none does.</summary>
    public int End(SpokenText text, int at) => Match(text, at, out var end, out _) ? end : at;

    /// <summary>Finds the longest phrase that begins with a word.</summary>
    public bool Match(SpokenText text, int at, out int end, out T value)
    {
        if (at < text.Words.Count && _byFirst.TryGetValue(text.Words[at].Plain, out var phrases))
        {
            foreach (var (words, meaning) in phrases)
            {
                if (IsAt(words, text, at))
                {
                    (end, value) = (at + words.Length, meaning);
                    return true;
                }
            }
        }

        (end, value) = (at, default!);
        return false;
    }

    private static bool IsAt(string[] words, SpokenText text, int at)
    {
        if (at + words.Length > text.Words.Count)
            return false;
        for (var i = 1; i < words.Length; i++)
        {
            if (!string.Equals(words[i], text.Words[at + i].Plain, StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
