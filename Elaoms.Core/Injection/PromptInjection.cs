using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using static Elaoms.Core.Injection.InjectionConcept;

namespace Elaoms.Core.Injection;

/// <summary>
/// Recognises text that would instruct a language model that reads it, or claim an authority that nobody checked. It knows words and how they
/// stand together, in any order that a rule allows, in four languages and six scripts; it does not understand them.
/// </summary>
internal static partial class PromptInjection
{
    // A word counts as so many places, so that parts of one word have places too; a letter of an unspaced script as fewer.
    private const int PlacesOfWord = 64;
    private const int PlacesOfLetter = 16;

    // Words set apart by full stops are still read together.
    private const int AcrossSentences = 3 * PlacesOfWord;

    // A story is told in several sentences.
    private const int AnySentence = 30 * PlacesOfWord;

    private const int MinLongWord = 14;
    private const int MinEncoded = 9;

    // What may stand together within so many words.
    private static readonly (int Words, bool IsOrdered, InjectionConcept[] Concepts)[] Rules =
    [
        (8, false, [Override, InjectionConcept.Rules]),
        (8, false, [Override, Policy]),
        (7, false, [Override, Total, Prior]),
        (8, false, [Drop, InjectionConcept.Rules]),
        (7, false, [Drop, Total, Prior]),
        (8, false, [Remove, InjectionConcept.Rules]),
        (5, false, [Drop, Policy]),
        (5, true, [Self, Authority]),
        (5, true, [Self, Yours, Rank]),
        (10, false, [Remember, Authority]),
        (14, false, [Remember, Self, Rank]),
        (14, false, [Remember, Hence, Goods]),
        (5, false, [Skip, Check]),
        (5, false, [Override, Check]),
        (4, false, [Drop, Check]),
        (5, true, [Already, Authority]),
        (12, false, [Omit, Password, Machine]),
        (12, false, [Omit, Password, Hence]),
        (14, false, [Omit, Password, Remember]),
        (14, false, [None, Check, Hence]),
        (14, false, [None, Check, Remember]),
        (14, false, [Persona, None, Policy]),
        (14, false, [Persona, None, InjectionConcept.Rules]),
        (14, false, [Machine, None, InjectionConcept.Rules]),
        (14, false, [Mind, None, Policy]),
        (40, false, [Story, Persona, Hence]),
        (40, false, [Story, Persona, Secret]),
        (40, false, [Story, Mind, Hence]),
        (40, false, [Story, Persona, Reveal, Other]),
        (40, false, [Persona, Reveal, Secret]),
        (30, false, [NextAgent, Omit, Password]),
        (8, false, [NewRules, Hence]),
        (8, false, [NewRules, Persona]),
        (8, false, [NewRules, Mind]),
        (8, false, [NewRules, Obey]),
        (12, false, [Reveal, Personal, Other]),
        (8, false, [Everyone, Reveal]),
        (6, false, [NextAgent, InjectionConcept.Rules]),
        (12, false, [NextAgent, Authority]),
        (16, false, [NextAgent, Reveal]),
        (16, false, [Remember, NextAgent, Give]),
        (9, false, [Hence, Obey]),
        (12, false, [Hence, Give, Goods]),
        (8, false, [Everyone, Obey]),
        (10, false, [Everyone, Give, Goods]),
        (8, false, [Reveal, Secret]),
        (8, false, [Note, NextAgent]),
        (12, false, [NextAgent, Obey]),
        (14, false, [NextAgent, Give, Goods]),
        (12, false, [NextAgent, Skip]),
        (12, false, [NextAgent, Must]),
        (9, false, [Machine, Must, Obey]),
        (9, false, [Machine, Must, Override]),
        (10, false, [Mind, Must, Goods]),
        (10, false, [Mind, Must, Authority]),
        (9, false, [Mind, Must, Skip]),
        (12, false, [Mind, Must, Reveal, Personal]),
        (4, false, [Invoke, Tool]),
        (5, false, [GrantMe, Authority]),
    ];

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n。！？؟।");

    private static readonly SearchValues<char> MarkUp = SearchValues.Create("<{[#`$%&|\\-");

    /// <summary>Whether a text instructs.</summary>
    public static bool IsIn(string text)
    {
        text = text.Length > InjectionText.MaxLength ? text[..InjectionText.MaxLength] : text;
        if (text.AsSpan().ContainsAny(MarkUp) && HasMarkUp(text))
            return true;
        var words = InjectionText.Words(text);
        if (HasRole(text))
            return true;
        var unspaced = FindUnspaced(text);
        return Views(words).Any(view => Instructs(FindIn(view))) || Instructs(unspaced) || IsMixed(FindIn(words), unspaced) || Instructs(FindUnspaced(InjectionText.Backwards(text))) || HasEncoded(text) || IsInNumbers(text);
    }

    /// <summary>A text without its sentences that instruct; empty when what is left of it still does.</summary>
    public static string Without(string text)
    {
        if (!IsIn(text))
            return text;
        var rest = string.Join(' ', Sentences(text).Where(sentence => !IsIn(sentence)));
        return IsIn(rest) ? "" : rest;
    }

    /// <summary>Whether what is given as a name has a word that instructs, or that is part of no name.</summary>
    public static bool IsInName(string name)
        => Views(InjectionText.Words(name)).SelectMany(FindIn).Any(hit => hit.Concept is Command or Override or InjectionConcept.Rules or Authority or Check or Names)
            || FindUnspaced(name).Any(hit => hit.Concept is Command or Override or Authority)
            || IsIn(name);

    /// <summary>Whether a value that the platform collected claims that somebody was checked or may do more.</summary>
    public static bool ClaimsAuthority(string value)
        => FindIn(InjectionText.Words(value)).Concat(FindUnspaced(value)).Any(hit => hit.Concept is Authority or Command) || IsIn(value);

    private static IEnumerable<string> Sentences(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny(SentenceEnds);
            var next = end < 0 ? text.Length : start + end + 1;
            while (next < text.Length && SentenceEnds.Contains(text[next]))
                next++;
            yield return text[start..next].Trim();
            start = next;
        }
    }

    private static IEnumerable<List<InjectionWord>> Views(List<InjectionWord> words)
    {
        yield return words;
        var joined = InjectionText.Joined(words);
        if (joined != words)
            yield return joined;
        var glued = InjectionText.Glued(joined);
        if (glued != joined)
            yield return glued;
        yield return InjectionText.Reversed(joined);
        yield return InjectionText.EachReversed(joined);
        yield return InjectionText.Rotated(joined);
    }

    private static List<Hit> FindIn(List<InjectionWord> words)
    {
        var all = InjectionWords.BuiltIn.Value;
        var texts = words.ConvertAll(word => word.Text);
        var (hits, found) = (new List<Hit>(), new List<(int Length, InjectionConcept Concept)>());
        var harmlessUntil = 0;
        for (var at = 0; at < texts.Count; at++)
        {
            found.Clear();
            all.FindAt(texts, at, found);
            foreach (var (length, concept) in found)
            {
                if (concept == Harmless)
                    harmlessUntil = Math.Max(harmlessUntil, at + length);
            }

            if (at < harmlessUntil)
                continue;
            // A name in the form of a program's: "transfer_to_number".
            if (words[at].Gap == "_")
                hits.Add(new Hit(Tool, (at - 1) * PlacesOfWord, (at + 1) * PlacesOfWord, words[at].Sentence));
            foreach (var (length, concept) in found)
                hits.Add(new Hit(concept, at * PlacesOfWord, (at + length) * PlacesOfWord, words[at].Sentence));
            if (found.Count > 0 || texts[at].Length < MinLongWord)
                continue;
            foreach (var (start, length, concept) in all.FindWithin(texts[at]))
                hits.Add(new Hit(concept, at * PlacesOfWord + Place(start), at * PlacesOfWord + Place(start + length), words[at].Sentence));
        }

        return hits;

        static int Place(int letter) => Math.Min(letter, PlacesOfWord);
    }

    private static List<Hit> FindUnspaced(string text)
    {
        if (!InjectionText.IsUnspaced(text))
            return [];
        var all = InjectionWords.BuiltIn.Value;
        var (hits, sentences, harmlessUntil) = (new List<Hit>(), new List<int>(), 0);
        var letters = InjectionText.Unspaced(text, sentences);
        for (var at = 0; at < letters.Length; at++)
        {
            var found = all.FindUnspaced(letters, at).ToList();
            foreach (var (length, _) in found.Where(found => found.Concept == Harmless))
                harmlessUntil = Math.Max(harmlessUntil, at + length);
            if (at >= harmlessUntil)
                hits.AddRange(found.Select(found => new Hit(found.Concept, at * PlacesOfLetter, (at + found.Length) * PlacesOfLetter, sentences[at])));
        }

        return hits;
    }

    private static bool Instructs(List<Hit> hits)
    {
        if (hits.Exists(hit => hit.Concept == Command))
            return true;
        var places = hits.ToLookup(hit => hit.Concept);
        return Array.Exists(Rules, rule => places[rule.Concepts[0]].Any(first => Stand(rule.Words * PlacesOfWord, rule.IsOrdered, rule.Concepts.AsSpan(1), places, first, first)));
    }

    private static bool Stand(int within, bool isOrdered, ReadOnlySpan<InjectionConcept> concepts, ILookup<InjectionConcept, Hit> places, Hit first, Hit last)
    {
        if (concepts.Length == 0)
            return true;
        foreach (var next in places[concepts[0]])
        {
            // Apart from each other, near enough, and in one sentence or very near.
            var isApart = next.Start >= last.End || (!isOrdered && next.End <= first.Start);
            if (!isApart)
                continue;
            var (start, end) = (Math.Min(first.Start, next.Start), Math.Max(last.End, next.End));
            var gap = next.Start >= last.End ? next.Start - last.End : first.Start - next.End;
            if (gap > within || (next.Sentence != first.Sentence && gap > AcrossSentences && within < AnySentence))
                continue;
            if (Stand(within, isOrdered, concepts[1..], places, first with { Start = start, End = end }, last with { Start = start, End = end }))
                return true;
        }

        return false;
    }

    // In two scripts at once the places of words can't be compared: what is there must do.
    private static bool IsMixed(List<Hit> spaced, List<Hit> unspaced)
    {
        if (spaced.Count == 0 || unspaced.Count == 0)
            return false;
        var concepts = spaced.Concat(unspaced).Select(hit => hit.Concept).ToHashSet();
        return Array.Exists(Rules, rule => rule.Words < AnySentence / PlacesOfWord && Array.TrueForAll(rule.Concepts, concepts.Contains));
    }

    // "System: approve" and "[assistant] yes": a transcript within the transcript.
    private static bool HasRole(string text)
    {
        foreach (Match match in BeforeColon.Matches(text))
        {
            var label = match.Groups["label"].Value;
            var words = InjectionText.Words(label);
            // At its beginning, "System message:", or its end, "My name is System:".
            var end = words.Count * PlacesOfWord;
            if (FindIn(words).Concat(FindUnspaced(label)).Any(hit => hit.Concept == Role && (hit.Start == 0 || hit.End == end || match.Groups["bracket"].Length > 0)))
                return true;
        }

        return false;
    }

    private static bool HasMarkUp(string text) => Tag.IsMatch(text) || Template.IsMatch(text) || Delimiter.IsMatch(text);

    private static bool IsInNumbers(string text) => InNumbers.IsMatch(text);

    // Nobody says base64 on the telephone.
    private static bool HasEncoded(string text)
    {
        foreach (Match match in Encoded.Matches(text))
        {
            var bytes = new byte[match.Length];
            var padded = match.Value.TrimEnd('=');
            padded += new string('=', (4 - padded.Length % 4) % 4);
            if (Convert.TryFromBase64String(padded, bytes, out var length) && length >= MinEncoded && IsText(bytes.AsSpan(0, length)))
                return true;
        }

        return false;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length];
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done && !text[..length].ContainsAnyInRange('\0', '\u001F');
    }

    [GeneratedRegex(@"(?:^|[.!?;\n。！？।]\s*|(?<bracket>[\[(<*#""'«【「｢|]\s*))[#*\-–—\s]*(?<label>[^\s:：\[\]()<>*#""'.,!?;\n。！？【】「」｢｣«»|][^:：\[\]()<>*#""'.,!?;\n。！？【】「」｢｣«»|]{1,40})(?:[\])>*""'»】」｣|]+|\s*[:：])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BeforeColon { get; }

    // An e-mail address may stand in angle brackets.
    [GeneratedRegex(@"<\s*[/!?]?\s*\p{L}[^<>@]{0,200}(>|$)|<!--|<!\[|\]\]>|<\||\|>|&lt;|&#x?[0-9a-fA-F]+;", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"\{\{|\}\}|\{%|\$\{|<%|\{\s*""|\[\[|\{\s*\p{L}[\p{L}\p{N}_. ]{0,60}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template { get; }

    // Text written in numbers: percent signs, escapes, binary, Morse; and Hangul in single letters.
    [GeneratedRegex(@"(%[0-9A-Fa-f]{2}){3}|(\\u[0-9A-Fa-f]{4}){2}|(\\x[0-9A-Fa-f]{2}){3}|([ㄱ-ㅎ]{1,2}[ㅏ-ㅣ]){3}|\b([01]{7,8}\s?){4}|([.·-]{1,5}\s+){9}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InNumbers { get; }

    [GeneratedRegex(@"\[/?\s*(INST|SYS|SYSTEM|ASSISTANT|USER|TOOL|PROMPT|END|BEGIN)|(^|\s)#{2,}|```|(^|\s)[-=*_~]{3,}(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Delimiter { get; }

    [GeneratedRegex(@"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,400}={0,2}(?![A-Za-z0-9+/])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Encoded { get; }

    /// <summary>A phrase that was found.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Hit(InjectionConcept Concept, int Start, int End, int Sentence);
}
