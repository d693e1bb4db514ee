using Elaoms.Core.Injection;
using Elaoms.Core.Json;
using Elaoms.Core.Text;

namespace Elaoms.Core.Calls;

/// <summary>What a caller called for, in their own words.</summary>
/// <param name="Turn">The caller's turn that says so first, as its position in the transcript.</param>
/// <param name="Text">The words, on one line.</param>
internal sealed record CallErrand(int Turn, string Text)
{
    /// <summary>The most characters of an errand.</summary>
    public const int MaxLength = 160;

    // Callers say at the beginning what they want. What comes later is about details.
    private const int FirstTurns = 10;
    private const int LeastWords = 3;
    private const int MaxTurnLength = 1000;
    private const int LongestIdentification = 8;
    private const int LongestName = 4;
    private const int WordsOfStatement = 5;

    // What belongs to the word behind it.
    private static readonly char[] OpeningMarks = ['[', '(', '"', '“', '«', '¿', '¡', '#', '+', '$', '€', '£'];

    /// <summary>
    /// The first request of the caller: their first turns that are no greeting, filler, identification or instruction. In a language
    /// without lists it is the longest of the first turns.
    /// </summary>
    /// <param name="turns">The turns of both sides in order, redacted.</param>
    /// <param name="languages">The words of each language; null for those that are built in.</param>
    /// <returns>Null when the caller said nothing that could be one.</returns>
    public static CallErrand? Of(IReadOnlyList<Turn> turns, CallWordsByLanguage? languages = null)
    {
        languages ??= CallWordsByLanguage.BuiltIn;
        var first = turns.Where(turn => turn.Role == Calls.Turn.UserRole).Take(FirstTurns).ToList();
        // A caller who says little is spoken to in a language that the agent's words tell.
        if ((languages.Of(first.Select(Beginning)) ?? languages.Of(turns.Take(FirstTurns).Select(Beginning))) is not { } words)
            return Longest(first, languages);

        var told = Told(turns, words).Take(FirstTurns).ToList();
        var start = told.FindIndex(one => one.Requests);
        // "My screen is cracked" is what the call is about, even if "I need it by Friday" comes much later.
        var stated = told.FindIndex(one => one.Words >= WordsOfStatement);
        if (start < 0)
            start = told.FindIndex(one => one.Words >= LeastWords);
        else if (stated >= 0 && stated < start - 1)
            start = stated;
        if (start < 0)
            return Longest(first, languages);
        var (turn, text) = (told[start].Turn, told[start].Text);
        // A short beginning says little: "I have a question."
        for (var next = start + 1; next < told.Count && text.Length + 1 + told[next].Text.Length <= MaxLength && next <= start + 2; next++)
        {
            var longer = $"{text} {told[next].Text}";
            if (PromptInjection.BuiltIn.IsIn(longer))
                break;
            text = longer;
        }

        return new CallErrand(turn, PlainText.Shorten(text, MaxLength));
    }

    private static IEnumerable<(int Turn, string Text, int Words, bool Requests)> Told(IReadOnlyList<Turn> turns, CallWords words)
    {
        var asksWho = false;
        foreach (var turn in turns)
        {
            if (turn.Role != Calls.Turn.UserRole)
            {
                asksWho = words.AsksWho(WordReader.WordsOf(Beginning(turn)));
                continue;
            }

            // What instructs as a whole need not do so sentence by sentence.
            if (PromptInjection.BuiltIn.IsIn(turn.Text))
                continue;
            var sentences = CallWords.SentencesOf(Beginning(turn))
                .Select(sentence => Sentence(sentence, words)).Where(sentence => sentence.Text.Length > 0).ToList();
            var requests = sentences.Exists(sentence => sentence.Requests);
            if (sentences.Count == 0 || (asksWho && !requests && sentences.Sum(sentence => sentence.Words) <= LongestName))
                continue;
            // Before the request in the same turn people say who they are.
            var told = requests ? sentences.SkipWhile(sentence => !sentence.Requests).ToList() : sentences;
            yield return (turn.Position, string.Join(' ', told
                .Select(sentence => sentence.Text)), told.Sum(sentence => sentence.Words), requests);
        }
    }

    private static (string Text, int Words, bool Requests) Sentence(string sentence, CallWords words)
    {
        var said = WordReader.WordsOf(sentence);
        var requests = words.Requests(said);
        if (words.IsSmallTalk(said)
            || IsMark(sentence)
            || IsAddressAlone(sentence)
            || (words.Identifies(said) && !requests && said.Count <= LongestIdentification))
            return ("", 0, false);
        var rest = WithoutFirst(sentence, words.SmallTalkBefore(said));
        return (rest.Length > 0 ? rest : sentence, said.Count, requests);
    }

    private static bool IsMark(string sentence) => sentence.StartsWith('[') && sentence.TrimEnd('.', ' ', '!', '?').EndsWith(']');

    // An e-mail address, or a number, and nothing else.
    private static bool IsAddressAlone(string sentence)
        => !sentence.Contains(' ', StringComparison.Ordinal)
            && (sentence.Contains('@', StringComparison.Ordinal) || !sentence.Any(char.IsLetter));

    private static CallErrand? Longest(List<Turn> turns, CallWordsByLanguage languages)
    {
        var longest = turns.Where(turn => !PromptInjection.BuiltIn.IsIn(turn.Text)).MaxBy(turn => turn.Text.Length);
        if (longest is null)
            return null;
        var text = PlainText.Shorten(longest.Text, MaxLength);
        return languages.All.IsClosing(WordReader.WordsOf(text)) ? null : new CallErrand(longest.Position, text);
    }

    // "Hello, um, I need a new card" begins with what is needed, "[card number] was charged" with its bracket.
    private static string WithoutFirst(string sentence, int count)
    {
        var reader = new WordReader(sentence, stackalloc char[WordReader.MaxLength]);
        for (var at = 0; reader.Next(); at++)
        {
            if (at == count)
                return sentence[sentence[..reader.Start].TrimEnd(OpeningMarks).Length..];
        }

        return "";
    }

    private static string Beginning(Turn turn) => turn.Text.Truncate(MaxTurnLength);
}
