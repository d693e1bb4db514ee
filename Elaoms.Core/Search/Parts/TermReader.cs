using System.Runtime.InteropServices;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Parts;

/// <summary>Reads the terms of texts. Looks at each word once, however often it is said.</summary>
/// <param name="terms">Knows the terms.</param>
internal sealed class TermReader(Terms terms)
{
    private readonly Dictionary<string, (string? Term, bool TellsTime)> _words = new(StringComparer.Ordinal);

    /// <summary>The terms of a text, in order, with repetitions, and whether it tells a time.</summary>
    public (List<string> Terms, bool TellsTime) Read(string text)
    {
        var (found, tellsTime) = (new List<string>(), false);
        var looked = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
        {
            ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(looked, reader.Word, out var known);
            if (!known)
                word = Learn(reader.Word.ToString());
            if (word.Term is { } term)
                found.Add(term);
            tellsTime |= word.TellsTime;
        }

        return (found, tellsTime);
    }

    private (string? Term, bool TellsTime) Learn(string word)
    {
        var year = word.Length == 4 && word.AsSpan(0, 2) is "19" or "20" && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3]);
        return (terms.Of(word), year || terms.Languages.Any(language => language.TimeWords.Contains(word)));
    }
}
