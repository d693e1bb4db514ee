using System.Globalization;
using System.Text;
using Elaoms.Core.Text;

namespace Elaoms.Core.Injection;

/// <summary>
/// Prepares a text for the recogniser. It removes what hides a word from a program but not from a language model: invisible characters,
/// accents, other alphabets, digits for letters, blanks between letters. <c>l</c> and <c>i</c> are one letter here, since <c>1</c> and
/// <c>|</c> stand for both.
/// </summary>
internal static class InjectionText
{
    /// <summary>More characters of one text are not read.</summary>
    public const int MaxLength = 8_000;

    private const int MaxWordLength = 64;
    private const int MinSpaced = 4;
    private const int FirstUnspaced = 0x590;

    /// <summary>The words of a text.</summary>
    public static List<InjectionWord> Words(string text)
    {
        var words = new List<InjectionWord>();
        var (word, gap) = (new StringBuilder(), new StringBuilder());
        var (sentence, hasLetter) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var folded = LookAlikeLetters.Fold(rune);
            if (folded > char.MaxValue || IsInvisible(rune))
                continue;
            var c = (char)folded;
            if (IsPartOfWord(c))
            {
                if (word.Length >= MaxWordLength)
                    Add();
                Append(word, c);
                hasLetter |= char.IsLetter(c);
            }
            else if (c is '\'' or '’' && word.Length > 2)
            {
                // "don't" is one word; "l'agent" and "I'm" are two.
            }
            else
            {
                Add();
                if (c is '.' or '!' or '?' or ';' or '\n' or '。' or '！' or '？' or '؟' or '।')
                    sentence++;
                gap.Append(c);
            }
        }

        Add();
        return words;

        void Add()
        {
            if (word.Length == 0)
                return;
            // An exclamation mark ends a sentence; within a word it stands for a letter.
            while (word.Length > 0 && word[^1] is '!' or '|' or '+')
                word.Length--;
            if (word.Length > 0)
                words.Add(new InjectionWord(hasLetter ? ReadDigits(word) : word.ToString(), sentence, TextOf(gap)));
            if (word.Length > 0)
                gap.Clear();
            word.Clear();
            hasLetter = false;
        }
    }

    /// <summary>
    /// Joins letters that were set apart, as in "i g n o r e" and "i-g-n-o-r-e". Returns the same list when there are none.
    /// </summary>
    public static List<InjectionWord> Joined(List<InjectionWord> words)
    {
        if (!HasSpaced(words))
            return words;
        var joined = new List<InjectionWord>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            var end = i;
            while (end < words.Count && words[end].Text.Length == 1)
                end++;
            if (end - i >= MinSpaced)
                AddRun(words, i, end, joined);
            else
                joined.AddRange(words[i..(end = Math.Max(end, i + 1))]);
            i = end;
        }

        return joined.Count == words.Count ? words : joined;
    }

    /// <summary>The words with what no blank separates put together: "ig-no-re", "ru.les".</summary>
    public static List<InjectionWord> Glued(List<InjectionWord> words)
    {
        if (!words.Exists(HasGluingGap))
            return words;
        var glued = new List<InjectionWord>(words.Count);
        foreach (var word in words)
        {
            if (glued.Count > 0
                && HasGluingGap(word)
                && glued[^1].Text.Length + word.Text.Length <= MaxWordLength)
                glued[^1] = glued[^1] with { Text = glued[^1].Text + word.Text };
            else
                glued.Add(word);
        }

        return glued.Count == words.Count ? words : glued;
    }

    /// <summary>The words each read from its end.</summary>
    public static List<InjectionWord> EachReversed(List<InjectionWord> words)
        => words.ConvertAll(word => word with
        {
            Text = string.Create(word.Text.Length, word.Text, static (reversed, text) =>
            {
                text.CopyTo(reversed);
                reversed.Reverse();
            }),
        });

    /// <summary>The words with each letter thirteen places further in the alphabet (ROT13).</summary>
    public static List<InjectionWord> Rotated(List<InjectionWord> words)
        => words.ConvertAll(word => word with
        {
            Text = string.Create(word.Text.Length, word.Text, static (rotated, text) =>
            {
                for (var at = 0; at < text.Length; at++)
                    rotated[at] = Rotated(text[at]);
            }),
        });

    /// <summary>A letter thirteen places further in the alphabet.</summary>
    // What was "l" is "i" by now, so both are tried as one.
    public static char Rotated(char letter)
        => letter is >= 'a' and <= 'z' ? SameLetter((char)('a' + (letter - 'a' + 13) % 26)) : letter;

    /// <summary>The characters of a text from its end; empty for one without letters of an unspaced script.</summary>
    public static string Backwards(string text)
        => IsUnspaced(text) ? string.Concat(text.EnumerateRunes().Reverse().Select(rune => rune.ToString())) : "";

    /// <summary>Whether a text has letters of a script that is searched letter by letter.</summary>
    public static bool IsUnspaced(string text)
    {
        foreach (var c in text)
        {
            if (c >= FirstUnspaced && char.IsLetter(c) && LookAlikeLetters.Fold(new Rune(char.IsSurrogate(c) ? 'a' : c)) >= FirstUnspaced)
                return true;
        }

        return false;
    }

    /// <summary>The letters of a text without what stands between them, in one form of each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Takes for each letter the number of its sentence; null when nobody asks.</param>
    public static string Unspaced(string text, List<int>? places)
    {
        var letters = new StringBuilder(text.Length);
        var sentence = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '。' or '！' or '？' or '.' or '!' or '?' or '؟' or '।' or '\n')
                sentence++;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.TitlecaseLetter))
                continue;
            var folded = OneForm(LookAlikeLetters.Fold(rune));
            if (folded is 0 or > char.MaxValue)
                continue;
            letters.Append((char)folded);
            places?.Add(sentence);
        }

        return letters.ToString();
    }

    // Letters that people write in either form: Arabic alif, ya and ta marbuta, Devanagari with a dot below. Arabic vowel marks are
    // left out.
    private static int OneForm(int letter) => letter switch
    {
        'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        0x640 or (>= 0x64B and <= 0x65F) or 0x670 or 0x93C => 0,
        >= 0x958 and <= 0x95F => "कखगजडढफय"[letter - 0x958],
        (>= 0x300 and <= 0x36F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => 0,
        _ when BlankLetters.Has(letter) => 0,
        _ => letter,
    };

    private static bool HasSpaced(List<InjectionWord> words)
    {
        var letters = 0;
        foreach (var word in words)
        {
            letters = word.Text.Length == 1 ? letters + 1 : 0;
            if (letters == MinSpaced)
                return true;
        }

        return false;
    }

    private static bool HasGluingGap(InjectionWord word) => word.Gap is [not (' ' or '\'' or '’' or '\n')];

    private static void AddRun(List<InjectionWord> words, int start, int end, List<InjectionWord> joined)
    {
        // What stands between most of the letters separates letters; anything else separates words.
        var usual = words[(start + 1)..end].CountBy(word => word.Gap).MaxBy(gap => gap.Value).Key;
        var text = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            if (i > start && (words[i].Gap != usual || text.Length >= MaxWordLength * 2))
                Add(i);
            text.Append(words[i].Text);
        }

        Add(end);

        void Add(int next)
        {
            joined.Add(new InjectionWord(text.ToString(), words[next - 1].Sentence, words[start].Gap));
            text.Clear();
        }
    }

    // Nearly all gaps are a blank.
    private static string TextOf(StringBuilder gap) => gap is { Length: 1 } && gap[0] == ' ' ? " " : gap.ToString();

    private static char SameLetter(char letter) => letter == 'l' ? 'i' : letter;

    private static bool IsPartOfWord(char c) => char.IsLetterOrDigit(c) || c is '@' or '$' or '|' or '!' or '€' or '£' or '+';

    private static bool IsInvisible(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t' or '\r'))
            || BlankLetters.Has(rune.Value) || rune.Value is 0x2800;

    private static void Append(StringBuilder word, char c)
    {
        switch (c)
        {
            case 'ß': word.Append("ss"); break;
            case 'æ': word.Append("ae"); break;
            case 'œ': word.Append("oe"); break;
            case 'l': word.Append('i'); break;
            default: word.Append(c); break;
        }
    }

    private static string ReadDigits(StringBuilder word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            word[i] = word[i] switch
            {
                '1' or '!' or '|' => 'i',
                '0' => 'o',
                '3' or '€' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' or '+' => 't',
                '8' => 'b',
                '9' or '6' => 'g',
                '2' => 'z',
                '£' => 'i',
                var c => c,
            };
        }

        return word.ToString();
    }
}
