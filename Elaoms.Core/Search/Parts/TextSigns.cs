using System.Text;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Parts;

/// <summary>What can be seen of a text without knowing its language.</summary>
internal static class TextSigns
{
    /// <summary>Whether it is a question.</summary>
    public static bool Asks(string text) => text.AsSpan().TrimEnd() is [.., '?' or '？'];

    /// <summary>Its words, the same for all texts that say the same.</summary>
    public static string WordsOf(string text)
    {
        var words = new StringBuilder(text.Length);
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            words.Append(reader.Word).Append(' ');
        if (words.Length == 0)
            return text;
        // Whether something is so, or is asked, are two things.
        if (text.AsSpan().TrimEnd() is [.., '?'])
            words.Append('?');
        return words.ToString();
    }
}
