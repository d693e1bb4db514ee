using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>Puts what is remembered into texts that the server keeps whole.</summary>
internal static class EngineText
{
    /// <summary>The server keeps no more of a text, in UTF-16 units, unless it was told to.</summary>
    public const int MaxLength = 200;

    /// <summary>The longest part; the rest is for tokens.</summary>
    public const int MaxPartLength = 160;

    // A letter and five hex digits: one word to the server.
    private const int TokenLength = 6;
    private const int CallerTokenDigits = 11;

    // The longer a text is, the less a new word changes its hash, and similar texts have close hashes. So each attempt has different words
    // and more of them.
    private static readonly int[] TokensOfAttempt = [0, 1, 2, 3, 4, 6, 8, 10, 12, 12, 12, 12];

    /// <summary>How many texts there are for one part, each different to the server.</summary>
    public static int Attempts => TokensOfAttempt.Length;

    /// <summary>A word that stands for a caller, where the server can't tell callers apart.</summary>
    public static string CallerToken(CallerKey caller) => "c" + caller.Value[..Math.Min(CallerTokenDigits, caller.Value.Length)];

    /// <summary>The text of a part as it is given to the server.</summary>
    /// <param name="part">The part.</param>
    /// <param name="caller">Whose.</param>
    /// <param name="withCaller">Whether it bears the caller's token.</param>
    /// <param name="attempt">0 for the plain text. Each further number gives another text, which the server does not take for one
    /// it has.</param>
    public static string Of(string part, CallerKey caller, bool withCaller, int attempt)
    {
        var text = new StringBuilder(part, MaxLength);
        if (withCaller)
            text.Append(' ').Append(CallerToken(caller));
        var tokens = Math.Min(TokensOfAttempt[attempt], (MaxLength - text.Length) / (1 + TokenLength));
        if (tokens > 0)
        {
            var digits = Convert.ToHexStringLower(
                SHA512.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{caller.Value}\n{attempt}\n{part}"))));
            for (var token = 0; token < tokens; token++)
                text.Append(" x").Append(digits, token * (TokenLength - 1), TokenLength - 1);
        }

        return text.ToString();
    }

    /// <summary>
    /// Splits a text into parts of at most <see cref="MaxPartLength"/>: between sentences if possible, else between words, never inside a
    /// character. The parts contain all words of the text.
    /// </summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var clean = Clean(text);
        var parts = new List<string>();
        for (var rest = clean.AsSpan(); rest.Length > 0;)
        {
            var length = LengthOfPart(rest);
            parts.Add(rest[..length].TrimEnd().ToString());
            // The gap belongs to neither part, and takes no place from the next.
            rest = rest[length..].TrimStart();
        }

        return parts;
    }

    private static int LengthOfPart(ReadOnlySpan<char> rest)
    {
        if (rest.Length <= MaxPartLength)
            return rest.Length;

        var (sentence, word) = (0, 0);
        for (var i = 1; i <= MaxPartLength; i++)
        {
            if (rest[i] == ' ' || IsWideEnd(rest[i - 1]))
                word = i;
            if (word == i && IsEnd(rest[i - 1]))
                sentence = i;
        }

        if (sentence > 0)
            return sentence;
        if (word > 0)
            return word;
        return char.IsHighSurrogate(rest[MaxPartLength - 1]) ? MaxPartLength - 1 : MaxPartLength;
    }

    private static bool IsEnd(char c) => c is '.' or '!' or '?' or '…' || IsWideEnd(c);

    private static bool IsWideEnd(char c) => c is '。' or '！' or '？';

    // A database below may refuse what is no text, such as NUL, and all the ways to write a gap are one.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isGap = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!isGap)
                clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }

        return clean.ToString().TrimEnd();
    }
}
