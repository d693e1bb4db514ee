using System.Globalization;
namespace Elaoms.Extraction.Rules;

/// <summary>
/// Reads numbers in words. A language's file lists the numbers below twenty and the tens, in order, and how the two are joined, such as
/// <c>{ten}-{unit}</c>. A hyphen stands between the words of a number that has several.
/// </summary>
internal sealed class NumberWords
{
    private const int MaxWords = 4;

    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<string, int> _ordinals;
    private readonly Dictionary<string, int> _months = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _centuries;
    private readonly Dictionary<string, int> _repeats;

    public NumberWords(IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        _numbers = InOrder(lists["numbers"], 0);
        AddTens(Split(lists["tens"]), Split(lists["joined_numbers"]), [.. _numbers]);
        foreach (var (word, number) in Pairs(lists["further_numbers"]))
            _numbers[word] = number;
        _ordinals = InOrder(lists["ordinals"], 1);
        _centuries = Pairs(lists["centuries"]);
        _repeats = Pairs(lists["repeats"]);
        for (var month = 0; month < lists["months"].Count; month++)
        {
            foreach (var name in lists["months"][month].Split(' '))
                _months[name] = month + 1;
        }
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
    private void AddTens(string[] tens, string[] forms, KeyValuePair<string, int>[] units)
    {
        for (var ten = 0; ten < tens.Length; ten++)
        {
            var value = 10 * (ten + 2);
            _numbers.TryAdd(tens[ten], value);
            foreach (var form in forms)
            {
                foreach (var (unit, number) in units)
                {
                    if (number > 0)
                        _numbers.TryAdd(
                            form.Replace("{ten}", tens[ten], StringComparison.Ordinal).Replace("{unit}", unit, StringComparison.Ordinal),
                            value + number);
                }
            }
        }
    }

    private static string[] Split(IReadOnlyList<string> lines) => string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, int> InOrder(IReadOnlyList<string> lines, int first)
        => lines.SelectMany(line => line.Split(' ')).Select((word, i) => (word, i + first)).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, int> Pairs(IReadOnlyList<string> lines)
        => lines.SelectMany(line => line.Split(' ')).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
