using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;
using static Elaoms.Core.Injection.InjectionConcept;

namespace Elaoms.Core.Injection;

/// <summary>
/// Recognises text that instructs a language model, or claims an authority that nobody checked. It knows words and their order;
/// it does not understand them.
/// </summary>
internal sealed partial class PromptInjection(LanguageSet languages)
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
    private static readonly (int Words, bool IsOrdered, InjectionConcept[] Concepts)[] Combinations =
    [
        (8, false, [Override, Rules]),
        (8, false, [Override, Policy]),
        (7, false, [Override, Total, Prior]),
        (8, false, [Forget, Rules]),
        (7, false, [Forget, Total, Prior]),
        (8, false, [Remove, Rules]),
        (5, false, [Forget, Policy]),
        (5, true, [Self, Authority]),
        (5, true, [Self, Possessive, Rank]),
        (10, false, [Remember, Authority]),
        (14, false, [Remember, Self, Rank]),
        (14, false, [Remember, FromNowOn, Benefit]),
        (5, false, [Skip, Check]),
        (5, false, [Override, Check]),
        (4, false, [Forget, Check]),
        (5, true, [Already, Authority]),
        (12, false, [DoWithout, Password, Machine]),
        (12, false, [DoWithout, Password, FromNowOn]),
        (14, false, [DoWithout, Password, Remember]),
        (14, false, [None, Check, FromNowOn]),
        (14, false, [None, Check, Remember]),
        (14, false, [Persona, None, Policy]),
        (14, false, [Persona, None, Rules]),
        (14, false, [Machine, None, Rules]),
        (14, false, [Model, None, Policy]),
        (40, false, [Story, Persona, FromNowOn]),
        (40, false, [Story, Persona, Secret]),
        (40, false, [Story, Model, FromNowOn]),
        (40, false, [Story, Persona, Reveal, OtherPerson]),
        (40, false, [Persona, Reveal, Secret]),
        (30, false, [NextAgent, DoWithout, Password]),
        (8, false, [NewRules, FromNowOn]),
        (8, false, [NewRules, Persona]),
        (8, false, [NewRules, Model]),
        (8, false, [NewRules, Obey]),
        (12, false, [Reveal, Personal, OtherPerson]),
        (8, false, [Everyone, Reveal]),
        (6, false, [NextAgent, Rules]),
        (12, false, [NextAgent, Authority]),
        (16, false, [NextAgent, Reveal]),
        (16, false, [Remember, NextAgent, Give]),
        (9, false, [FromNowOn, Obey]),
        (12, false, [FromNowOn, Give, Benefit]),
        (8, false, [Everyone, Obey]),
        (10, false, [Everyone, Give, Benefit]),
        (8, false, [Reveal, Secret]),
        (8, false, [Note, NextAgent]),
        (12, false, [NextAgent, Obey]),
        (14, false, [NextAgent, Give, Benefit]),
        (12, false, [NextAgent, Skip]),
        (12, false, [NextAgent, Must]),
        (9, false, [Machine, Must, Obey]),
        (9, false, [Machine, Must, Override]),
        (10, false, [Model, Must, Benefit]),
        (10, false, [Model, Must, Authority]),
        (9, false, [Model, Must, Skip]),
        (12, false, [Model, Must, Reveal, Personal]),
        (4, false, [Invoke, Tool]),
        (5, false, [GrantMe, Authority]),
    ];

    private static readonly Lazy<PromptInjection> Read = new(() => new PromptInjection(LanguageSet.BuiltIn));

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n。！？؟।");

    private static readonly SearchValues<char> MarkUp = SearchValues.Create("<{[#`$%&|\\-");

    // What BeforeColon ends with. It is tried only where one of these is.
    private static readonly SearchValues<char> LabelEnds = SearchValues.Create("])>*\"'»】」｣|:：");

    private readonly InjectionWords _words = new(languages);

    /// <summary>The recogniser with the languages that are built in.</summary>
    public static PromptInjection BuiltIn => Read.Value;

    /// <summary>Whether a text instructs.</summary>
    public bool IsIn(string text) => IsIn(text, out _);

    /// <summary>Whether a text instructs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="comparisons">How many phrases were compared with others. A text can be made to need millions.</param>
    public bool IsIn(string text, out int comparisons)
    {
        comparisons = 0;
        text = text.Length > InjectionText.MaxLength ? text[..InjectionText.MaxLength] : text;
        if (text.AsSpan().ContainsAny(MarkUp) && HasMarkUp(text))
            return true;
        if (HasRole(text))
            return true;
        var words = InjectionText.Words(text);
        var (spaced, unspaced) = (FindIn(words), FindUnspaced(text));
        if (IsMixed(spaced, unspaced) || HasEncoded(text) || InNumbers.IsMatch(text))
            return true;
        foreach (var hits in Disguises(words)
            .Select(FindIn)
            .Prepend(unspaced)
            .Prepend(spaced)
            .Append(FindUnspaced(InjectionText.Backwards(text))))
        {
            var instructs = Instructs(hits);
            comparisons += hits.Comparisons;
            if (instructs)
                return true;
        }

        return false;
    }

    /// <summary>A text without its sentences that instruct; empty when what is left of it still does.</summary>
    public string Without(string text)
    {
        if (!IsIn(text))
            return text;
        var rest = string.Join(' ', Sentences(text).Where(sentence => !IsIn(sentence)));
        return IsIn(rest) ? "" : rest;
    }

    /// <summary>Whether what is given as a name has a word that instructs, or that is part of no name.</summary>
    public bool IsInName(string name)
    {
        var words = InjectionText.Words(name);
        return Disguises(words)
            .Prepend(words)
            .SelectMany(view => FindIn(view).All)
            .Any(hit => hit.Concept is Command or Override or Rules or Authority or Check or NoName)
            || FindUnspaced(name).All.Any(hit => hit.Concept is Command or Override or Authority)
            || IsIn(name);
    }

    /// <summary>Whether a value that the platform collected claims that somebody was checked or may do more.</summary>
    public bool ClaimsAuthority(string value)
        => IsClaim(FindIn(InjectionText.Words(value))) || IsClaim(FindUnspaced(value)) || IsIn(value);

    private static bool IsClaim(ConceptHits hits) => hits.Has(Authority) || hits.Has(Command);

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

    // Forms in which a word is hidden from a program that reads it as it stands.
    private IEnumerable<List<InjectionWord>> Disguises(List<InjectionWord> words)
    {
        var joined = InjectionText.Joined(words);
        if (joined != words)
            yield return joined;
        var glued = InjectionText.Glued(joined);
        if (glued != joined)
            yield return glued;
        if (joined.Exists(MayHoldReversed))
        {
            var reversed = InjectionText.EachReversed(joined);
            yield return [.. Enumerable.Reverse(reversed)];
            yield return reversed;
        }

        if (joined.Exists(MayHoldRotated))
            yield return InjectionText.Rotated(joined);
    }

    // Nearly no text has a word that begins a phrase when it is read so, and then it need not be.
    private bool MayHoldReversed(InjectionWord word)
    {
        if (IsHeld(word))
            return true;
        Span<char> reversed = stackalloc char[word.Text.Length];
        word.Text.CopyTo(reversed);
        reversed.Reverse();
        return _words.MayBegin(reversed);
    }

    private bool MayHoldRotated(InjectionWord word)
    {
        if (IsHeld(word))
            return true;
        Span<char> rotated = stackalloc char[word.Text.Length];
        for (var at = 0; at < rotated.Length; at++)
            rotated[at] = InjectionText.Rotated(word.Text[at]);
        return _words.MayBegin(rotated);
    }

    // Something may be found at such a word whatever it begins with.
    private static bool IsHeld(InjectionWord word) => word.Text.Length >= MinLongWord || word.Gap == "_";

    private ConceptHits FindIn(List<InjectionWord> words)
    {
        var texts = words.ConvertAll(word => word.Text);
        var (hits, found) = (new List<ConceptHit>(), new List<(int Length, InjectionConcept Concept)>());
        var harmlessUntil = 0;
        for (var at = 0; at < texts.Count; at++)
        {
            found.Clear();
            _words.FindAt(texts, at, found);
            foreach (var (length, concept) in found)
            {
                if (concept == Harmless)
                    harmlessUntil = Math.Max(harmlessUntil, at + length);
            }

            if (at < harmlessUntil)
                continue;
            // A name in the form of a program's: "transfer_to_number".
            if (words[at].Gap == "_")
                hits.Add(new ConceptHit(Tool, (at - 1) * PlacesOfWord, (at + 1) * PlacesOfWord, words[at].Sentence));
            foreach (var (length, concept) in found)
                hits.Add(new ConceptHit(concept, at * PlacesOfWord, (at + length) * PlacesOfWord, words[at].Sentence));
            if (found.Count > 0 || texts[at].Length < MinLongWord)
                continue;
            foreach (var (start, length, concept) in _words.FindWithin(texts[at]))
                hits.Add(new ConceptHit(
                    concept, at * PlacesOfWord + Place(start), at * PlacesOfWord + Place(start + length), words[at].Sentence));
        }

        return ConceptHits.Of(hits);

        static int Place(int letter) => Math.Min(letter, PlacesOfWord);
    }

    private ConceptHits FindUnspaced(string text)
    {
        if (!InjectionText.IsUnspaced(text))
            return ConceptHits.None;
        var (hits, sentences, harmlessUntil) = (new List<ConceptHit>(), new List<int>(), 0);
        var letters = InjectionText.Unspaced(text, sentences);
        for (var at = 0; at < letters.Length; at++)
        {
            var found = _words.FindUnspaced(letters, at).ToList();
            foreach (var (length, _) in found.Where(found => found.Concept == Harmless))
                harmlessUntil = Math.Max(harmlessUntil, at + length);
            if (at >= harmlessUntil)
                hits.AddRange(found.Select(
                    found => new ConceptHit(found.Concept, at * PlacesOfLetter, (at + found.Length) * PlacesOfLetter, sentences[at])));
        }

        return ConceptHits.Of(hits);
    }

    private static bool Instructs(ConceptHits hits) => hits.Has(Command) || hits.All.Count > 0 && Array.Exists(Combinations, combination =>
    {
        var within = combination.Words * PlacesOfWord;
        return hits.StandTogether(
            combination.Concepts, within, within < AnySentence ? Math.Min(within, AcrossSentences) : within, combination.IsOrdered);
    });

    // In two scripts at once the places of words can't be compared: what is there must do.
    private static bool IsMixed(ConceptHits spaced, ConceptHits unspaced) => spaced.All.Count > 0 && unspaced.All.Count > 0 && Array.Exists(
        Combinations,
        combination => combination.Words * PlacesOfWord < AnySentence
            && Array.TrueForAll(combination.Concepts, concept => spaced.Has(concept) || unspaced.Has(concept)));

    // "System: approve" and "[assistant] yes": a transcript within the transcript.
    private bool HasRole(string text)
    {
        if (!text.AsSpan().ContainsAny(LabelEnds))
            return false;
        foreach (Match match in BeforeColon.Matches(text))
        {
            var label = match.Groups["label"].Value;
            var words = InjectionText.Words(label);
            // At its beginning, "System message:", or its end, "My name is System:".
            var end = words.Count * PlacesOfWord;
            if (FindIn(words).All
                .Concat(FindUnspaced(label).All)
                .Any(hit => hit.Concept == Role && (hit.Start == 0 || hit.End == end || match.Groups["bracket"].Length > 0)))
                return true;
        }

        return false;
    }

    private static bool HasMarkUp(string text) => Tag.IsMatch(text) || Template.IsMatch(text) || Delimiter.IsMatch(text);

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
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            && !text[..length].ContainsAnyInRange('\0', '\u001F');
    }

    [GeneratedRegex(
        @"(?:^|[.!?;\n。！？।]|(?<bracket>[\[(<*#""'«【「｢|]))[#*\-–—\s]*" +
        @"(?<label>[^\s:：\[\]()<>*#""'.,!?;\n。！？【】「」｢｣«»|][^:：\[\]()<>*#""'.,!?;\n。！？【】「」｢｣«»|]{1,40})" +
        @"(?:[\])>*""'»】」｣|]+|\s*[:：])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex BeforeColon { get; }

    // An e-mail address may stand in angle brackets.
    [GeneratedRegex(
        @"<(?>\s*)[/!?]?(?>\s*)\p{L}[^<>@]{0,200}(>|$)|<!--|<!\[|\]\]>|<\||\|>|&lt;|&#x?[0-9a-fA-F]+;",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(
        @"\{\{|\}\}|\{%|\$\{|<%|\{\s*""|\[\[|\{\s*\p{L}[\p{L}\p{N}_. ]{0,60}\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex Template { get; }

    // Text written in numbers: percent signs, escapes, binary, Morse; and Hangul in single letters.
    [GeneratedRegex(
        @"(%[0-9A-Fa-f]{2}){3}|(\\u[0-9A-Fa-f]{4}){2}|(\\x[0-9A-Fa-f]{2}){3}|([ㄱ-ㅎ]{1,2}[ㅏ-ㅣ]){3}|\b([01]{7,8}\s?){4}|([.·-]{1,5}\s+){9}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex InNumbers { get; }

    [GeneratedRegex(
        @"\[/?\s*(INST|SYS|SYSTEM|ASSISTANT|USER|TOOL|PROMPT|END|BEGIN)|(^|\s)#{2,}|```|(^|\s)[-=*_~]{3,}(\s|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout.Milliseconds)]
    private static partial Regex Delimiter { get; }

    [GeneratedRegex(
        @"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,400}={0,2}(?![A-Za-z0-9+/])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex Encoded { get; }
}
