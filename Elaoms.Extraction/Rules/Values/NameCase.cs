namespace Elaoms.Extraction.Rules.Values;

/// <summary>Gives a name its capitals where the transcriber, or the spelling, had none.</summary>
internal static class NameCase
{
    private const int MinLengthAfterMc = 3;

    /// <summary>The name with capitals at its beginning, after a hyphen or an apostrophe, and after Mc.</summary>
    public static string Of(string word)
    {
        var letters = word.ToLowerInvariant().ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (i == 0 || letters[i - 1] is '-' or '\''
                || (i == 2 && letters[0] == 'M' && letters[1] == 'c' && letters.Length >= 2 + MinLengthAfterMc))
                letters[i] = char.ToUpperInvariant(letters[i]);
        }

        return new string(letters);
    }
}
