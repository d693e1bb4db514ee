using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules.Values;

/// <summary>
/// Reads a person's name in any casing. Where capitals tell nothing, as in transcripts without any, a name ends before a word in the
/// language's lists of other words. Returns nothing rather than half a name, and never more than was said.
/// </summary>
internal static class NameReader
{
    private const int MaxWords = 4;

    /// <summary>The name that begins at a word; null when none does.</summary>
    public static FoundValue? Read(SpokenText text, int word, NameCertainty certainty, LanguageRules language)
    {
        var name = new Reading(text, language, certainty);
        var at = name.ReadTitle(word);
        while (at < text.Words.Count && name.Names < MaxWords && (at == word || name.MayGoOn(at)))
        {
            if (name.ReadParticles(at) is > 0 and var particles)
                at += particles;
            else if (name.Accepts(at))
                name.Take(at++);
            else
                break;
        }

        return name.Names > 0 && name.IsName(at) ? name.Found(word, at) : null;
    }

    /// <summary>Whether a word may be the family name of somebody whose title or name stands before it.</summary>
    public static bool IsPossessive(ReadOnlySpan<char> lower) => lower.EndsWith("'s", StringComparison.Ordinal) && lower.Length > 3;

    private sealed class Reading(SpokenText text, LanguageRules language, NameCertainty certainty)
    {
        private readonly List<string> _taken = [];
        private string? _title;
        private bool _isCivil;
        private bool _hasKnown;
        private int _initials;
        private int _capitals;

        public int Names { get; private set; }

        // "Doctor Okafor", "Mr. Smith"; a title without a name is none.
        public int ReadTitle(int word)
        {
            for (; word < text.Words.Count && language.Map("titles").TryGetValue(Plain(word), out var title); word++)
            {
                (_title, _isCivil) = (title, language.Has("civil_titles", text.LowerOf(text.Words[word])));
                if (word + 1 < text.Words.Count && text.Before(word + 1) is not (" " or ". "))
                    return text.Words.Count;
            }

            return word;
        }

        // Names are parted by nothing but blanks, and a full stop after an initial.
        public bool MayGoOn(int word)
            => text.Before(word) is " "
                || (text.Before(word) is ". " && (Names == 0 || text.Words[word - 1].End - text.Words[word - 1].Start == 1));

        public int ReadParticles(int word)
        {
            var count = 0;
            while (count < 3 && word + count < text.Words.Count && language.Has("particles", Lower(word + count))
                && (count == 0 || text.Before(word + count) is " "))
                count++;
            var next = word + count;
            if (count == 0 || next >= text.Words.Count || text.Before(next) is not (" " or ". ")
                || (Names == 0 && _title is null && certainty == NameCertainty.Any))
                return 0;
            // "Jean-Pierre de La Tour": after them a capital tells, whatever the word.
            if (!Accepts(next) && (Names == 0 || !HasTellingCapital(next)))
                return 0;
            if (Names > 1 && language.Has("origins", Lower(word)))
                return 0;
            for (var i = word; i < next; i++)
                _taken.Add(IsPlainCase(i) ? text.Text[text.Words[i].Start..text.Words[i].End] : Lower(i).ToString());
            Take(next);
            return count + 1;
        }

        public bool Accepts(int word)
        {
            var lower = Lower(word);
            // Names in other scripts are left to what the platform's analysis collects.
            if (lower.ContainsAnyInRange('0', '9') || lower.ContainsAny('@', '_', '/') || IsPossessive(lower)
                || !LatinLetters.AreAll(lower.ToString()))
                return false;
            if (Names > 0 && BeginsCode(word))
                return false;
            if (lower.Length == 1)
                return AcceptsInitial(word, lower);
            var isKnown = GivenNames.Has(lower);
            var isCapital = HasTellingCapital(word);
            // "Hailee Good", "Mr. Long"; by itself such a word is no name where anything may be said.
            if (language.Has("surnames", lower))
                return IsLastOrAmongCapitals(word, isCapital) && (Names > 0 || _title is not null
                    || (certainty == NameCertainty.Sure && (isCapital || word + 1 == text.Words.Count)));
            // "Ich bin gegen Hausstaub allergisch": a name does not begin small and go on with capitals.
            if (Names == 0 && !isKnown && char.IsLower(text.Text[text.Words[word].Start]) && word + 1 < text.Words.Count
                && text.Before(word + 1) is " " && HasTellingCapital(word + 1))
                return false;
            if (language.Has("no_names", lower))
                return isKnown && certainty != NameCertainty.Any && Names == 0 && isCapital && IsLast(word);
            if (isCapital)
                return certainty != NameCertainty.Any || !language.Has("rarely_names", lower) || (isKnown && !IsLast(word));
            // A capital first name is followed by a capital.
            if (Names > 0 && _capitals == Names && !isKnown)
                return !language.Has("rarely_names", lower) && IsLast(word);
            if (!language.Has("rarely_names", lower))
                return true;
            return certainty == NameCertainty.Sure && (Names > 0 ? IsLast(word) : isKnown);
        }

        public void Take(int word)
        {
            var said = text.Text[text.Words[word].Start..text.Words[word].End];
            _hasKnown |= GivenNames.Has(said);
            _capitals += HasTellingCapital(word) ? 1 : 0;
            _initials += said.Length == 1 ? 1 : 0;
            _taken.Add(IsPlainCase(word) && char.IsUpper(said[0]) ? said : NameCase.Of(said));
            Names++;
        }

        public bool IsName(int next)
        {
            if (_title is null && _initials == Names && certainty != NameCertainty.Sure)
                return false;
            if (next < text.Words.Count && text.Before(next) is " " && IsPossessive(Lower(next)) && !language.Has("no_names", Lower(next)))
                return false;
            if (next < text.Words.Count && text.Before(next) is " " or "-" && language.Has("organisations", Lower(next)))
                return false;
            if (_taken.Exists(word => language.Has("organisations", word.ToLowerInvariant())))
                return false;
            return CallerName.IsName(Value()) && certainty switch
            {
                NameCertainty.Sure => true,
                NameCertainty.Likely => _hasKnown || _title is not null || _capitals > 0,
                _ => _title is not null || (_hasKnown && (_capitals > 0 || Ends(next))) || (_capitals > 1 && _capitals == Names),
            };
        }

        public FoundValue Found(int first, int next) => new(Value(), text.Words[first].Start, text.Words[next - 1].End);

        private string Value()
            => string.Join(' ', _title is not null && (!_isCivil || Names - _initials == 1) ? _taken.Prepend(_title) : _taken);

        // "John M", "mister t Ashworth", "J. R. Hartley"; but spelled letters are no initials.
        private bool AcceptsInitial(int word, ReadOnlySpan<char> lower)
        {
            if (!char.IsLetter(lower[0]) || _initials > 1 || language.Has("no_initials", lower)
                || (language.Has("no_names", lower) && !HasTellingCapital(word)))
                return false;
            if (Names > 0 && IsLast(word))
                return certainty == NameCertainty.Sure || HasTellingCapital(word);
            return word + 1 < text.Words.Count && Lower(word + 1) is { Length: > 1 } next && text.Before(word + 1) is " " or ". "
                && !language.Has("no_names", next)
                && (certainty == NameCertainty.Sure || Names > 0 || _title is not null);
        }

        // "Tina Shah jfb 950", "Matthew k 394 l 4": a booking code; but "John M 41 Baker Circle" has an initial.
        private bool BeginsCode(int word)
        {
            const int longest = 3;
            var lower = Lower(word);
            if (lower.Length > longest || GivenNames.Has(lower) || word + 1 >= text.Words.Count || text.Before(word + 1) is not " "
                || !char.IsAsciiDigit(Lower(word + 1)[0]))
                return false;
            return word + 2 >= text.Words.Count || text.Before(word + 2) is not " " || Lower(word + 2).Length < longest
                || language.Has("no_names", Lower(word + 2));
        }

        // "Annabelle Rose Fernandez"; but after "Hi Sam, good morning" without its comma nobody is called Good.
        private bool IsLastOrAmongCapitals(int word, bool isCapital)
        {
            if (isCapital && certainty == NameCertainty.Sure && word + 1 < text.Words.Count && text.Before(word + 1) is " "
                && HasTellingCapital(word + 1))
                return true;
            return certainty == NameCertainty.Any && !isCapital
                ? word + 1 == text.Words.Count || text.Before(word + 1) is not (" " or "-")
                : IsLast(word);
        }

        private ReadOnlySpan<char> Lower(int word) => text.LowerOf(text.Words[word]);

        private string Plain(int word) => Lower(word).ToString();

        // Capitals at the beginning of a sentence, and in texts of capitals only, tell nothing; nor do those of a script without.
        private bool HasTellingCapital(int word)
            => IsPlainCase(word) && char.IsUpper(text.Text[text.Words[word].Start]) && word > 0
                && text.Before(word).IndexOfAny('.', '?', '!') < 0
                && (!language.WritesNounsWithCapitals || certainty != NameCertainty.Any);

        private bool IsPlainCase(int word)
        {
            var (start, end) = (text.Words[word].Start, text.Words[word].End);
            return !text.IsAllCapitals || (end - start == 1 && !text.HasCapitals);
        }

        private bool IsLast(int word)
            => word + 1 == text.Words.Count || text.Before(word + 1) is not (" " or "-") || language.Has("no_names", Lower(word + 1))
                || char.IsAsciiDigit(text.Text[text.Words[word + 1].Start]);

        private bool Ends(int next) => next == text.Words.Count || text.Before(next) is not " " || language.Has("no_names", Lower(next));
    }
}
