using System.Buffers;
using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;
using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Recall;

/// <summary>
/// The only way out for text of callers or of the platform's analysis: into variables, greetings, profiles, <c>context</c> and memories. A
/// language model reads it, a template is filled with it, a voice says it. The text is Unicode NFC, one line and of bounded length, without
/// invisible characters, braces and angle brackets.
/// </summary>
internal static class OutgoingText
{
    /// <summary>The most characters of a collected or former value.</summary>
    public const int MaxValueLength = 200;

    /// <summary>The most characters of a memory.</summary>
    public const int MaxMemoryLength = 2_000;

    /// <summary>The most characters of an id.</summary>
    public const int MaxIdLength = 128;

    // A letter can carry a few marks; text that is made to be unreadable carries dozens.
    private const int MaxMarks = 4;

    // Characters from here on may be composed of several. Source: https://www.unicode.org/reports/tr15/#Detecting_Normalization_Forms
    private const int FirstComposed = 0x300;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create(
        [
            .. Enumerable.Range(' ', FirstComposed - ' ')
                .Select(c => (char)c)
                .Where(c => c is not ('{' or '}' or '<' or '>' or (>= '\u007F' and <= '\u00AD')))
        ]);

    /// <summary>A text as it may leave.</summary>
    public static string Line(string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        // What follows must not cost more than what is kept. Removed characters may be many.
        var bounded = text.Length > maxLength * 4 ? text[..(maxLength * 4)] : text;
        return PlainText.Shorten(WithFewMarks(Composed(Visible(bounded))), maxLength);
    }

    /// <summary>A text as it may be told as something that is so: without its sentences that instruct a model.</summary>
    public static string Told(string? text, int maxLength)
    {
        var line = Line(text, maxLength);
        // What cannot be seen was left out; what was there may still have instructed.
        return line.Length == 0 || (line != text && PromptInjection.BuiltIn.Without(text!).Length == 0)
            ? ""
            : PromptInjection.BuiltIn.Without(line);
    }

    /// <summary>A collected value as it may fill a variable; null when it is empty, instructs a model or claims an authority.</summary>
    public static string? Value(string value)
    {
        var line = Line(value, MaxValueLength);
        return line.Length == 0
            || PromptInjection.BuiltIn.ClaimsAuthority(value)
            || (line != value && PromptInjection.BuiltIn.ClaimsAuthority(line))
            ? null
            : line;
    }

    /// <summary>A name to address a caller by; null when it can be none.</summary>
    public static string? Name(string? name)
    {
        // A name with a brace is none, and not the rest of it either.
        if (name is null || name.EnumerateRunes().Any(rune => IsBracket(rune.Value)))
            return null;
        var line = Line(name, CallerName.MaxLength + 1);
        return CallerName.IsName(line) && SpokenNames.BuiltIn.IsName(line) && (line == name || !PromptInjection.BuiltIn.IsInName(name))
            ? line
            : null;
    }

    /// <summary>A language as an ISO 639-1 code; empty for what is none.</summary>
    public static string Language(string? language) => LanguageNames.CodeOf(language) ?? "";

    private static string Visible(string text)
    {
        if (IsPlain(text))
            return text;
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value == '\u2800')
                visible.Append(' ');
            else if (!IsLeftOut(Rune.GetUnicodeCategory(rune)) && !IsBracket(rune.Value) && !BlankLetters.Has(rune.Value))
                visible.Append(rune);
        }

        return visible.ToString();
    }

    private static string WithFewMarks(string text)
    {
        if (IsPlain(text))
            return text;
        var few = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks <= MaxMarks)
                few.Append(rune);
        }

        return few.ToString();
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Plain);

    private static bool IsLeftOut(UnicodeCategory category)
        => category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    // In all their widths. Templates read braces, markup and SSML angle brackets.
    private static bool IsBracket(int rune)
        => rune is '{' or '}' or '<' or '>' or 0xFF5B or 0xFF5D or 0xFF1C or 0xFF1E or 0xFE5B or 0xFE5C or 0xFE64 or 0xFE65;

    // The runtime composes nothing without ICU (InvariantGlobalization).
    private static string Composed(string text)
        => text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(FirstComposed - 1)) < 0 ? text : ENSNormalize.NF.NFC(text);
}
