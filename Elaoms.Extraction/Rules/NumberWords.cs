using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// Reads numbers in words. A language's file lists the numbers below twenty and the tens, and how the two are joined, such as
/// <c>{ten} {unit}</c>. A hyphen stands between the words of a number that has several.
/// </summary>
internal sealed class NumberWords
{
    private const int MaxWords = 4;
    private const int EndOfUnits = 20;
    private const int EndOfNumbers = 100;

    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<string, int> _ordinals;
    private readonly Dictionary<string, int> _months;
    private readonly Dictionary<string, int> _centuries;
    private readonly Dictionary<string, int> _repeats;

    public NumberWords(Language language)
    {
        _numbers = Read(language, "numbers", "digit words", "number stems");
        AddTens(Read(language, "tens"), [.. language.Phrases("joined numbers").Select(Hyphened)], [.. _numbers]);
        _ordinals = Read(language, "ordinals");
        _centuries = Read(language, "centuries");
        _repeats = Read(language, "repeats");
        _months = Read(language, "months", "short months", "months in dates");
    }

    /// <summary>The number that begins at a word, 0 to 99, and how many words it takes.</summary>
    public (int Value, int Count)? Number(SpokenText text, int word) => Longest(_numbers, text, word);

    /// <summary>The day of a month that begins at a word.</summary>
    public (int Value, int Count)? Ordinal(SpokenText text, int word) => Longest(_ordinals, text, word);

    /// <summary>Hundreds of years, such as "nineteen" or "two thousand".</summary>
    public (int Value, int Count)? Century(SpokenText text, int word) => Longest(_centuries, text, word);

    /// <summary>How many times the next digit is meant, as in "double four".</summary>
    public int? Repeat(ReadOnlySpan<char> word) => Get(_repeats, word);

    /// <summary>The number of a month.</summary>
    public int? Month(ReadOnlySpan<char> word) => Get(_months, word);

    /// <summary>The number that is a word, or the end of one that begins with hundreds of years: "neunzehnhundertachtzig".</summary>
    public int? Year(ReadOnlySpan<char> word)
    {
        foreach (var (century, years) in _centuries)
        {
            if (word.StartsWith(century, StringComparison.Ordinal) && Get(_numbers, word[century.Length..]) is { } rest)
                return years + rest;
        }

        return null;
    }

    private static int? Get(Dictionary<string, int> numbers, ReadOnlySpan<char> word)
        => numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number) ? number : null;

    private static (int Value, int Count)? Longest(Dictionary<string, int> numbers, SpokenText text, int word)
    {
        Span<char> joined = stackalloc char[64];
        (int, int)? longest = null;
        var length = 0;
        for (var i = word; i < Math.Min(text.Words.Count, word + MaxWords); i++)
        {
            var next = text.LowerOf(text.Words[i]);
            if (length + next.Length + 1 > joined.Length || (i > word && text.Before(i) is not (" " or "-")))
                break;
            if (length > 0)
                joined[length++] = '-';
            next.CopyTo(joined[length..]);
            length += next.Length;
            if (Get(numbers, joined[..length]) is { } number)
                longest = (number, i - word + 1);
        }

        return longest;
    }

    // French goes on to nineteen: "soixante-dix-neuf".
    private void AddTens(Dictionary<string, int> tens, string[] forms, KeyValuePair<string, int>[] units)
    {
        foreach (var (ten, value) in tens)
        {
            _numbers.TryAdd(ten, value);
            foreach (var form in forms)
            {
                foreach (var (unit, number) in units)
                {
                    if (number is > 0 and < EndOfUnits)
                        _numbers.TryAdd(
                            form.Replace("{ten}", ten, StringComparison.Ordinal).Replace("{unit}", unit, StringComparison.Ordinal),
                            value + number);
                }
            }
        }
    }

    private static Dictionary<string, int> Read(Language language, params ReadOnlySpan<string> sections)
    {
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            foreach (var (phrase, number) in language.Numbers(section))
            {
                if (number < EndOfNumbers || section == "centuries")
                    read.TryAdd(Hyphened(phrase), number);
            }
        }

        return read;
    }

    private static string Hyphened(string phrase) => phrase.Replace(' ', '-');
}
