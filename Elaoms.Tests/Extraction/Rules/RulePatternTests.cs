using System.Text.RegularExpressions;
using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Extraction.Rules;

/// <summary>
/// Expressions take time in proportion to the text. <see cref="SpokenText"/> drops what is longer than any word, so a loop over the
/// characters of a word is bounded. A loop that goes on over blanks is not: it is tried from each of its words to the end of the text.
/// </summary>
public sealed partial class RulePatternTests
{
    [Fact]
    public void No_rule_looks_back_or_over_signs_without_a_bound()
    {
        var patterns = RuleSet.BuiltIn.All.SelectMany(language => language.Rules).Select(rule => rule.Pattern).ToList();

        Assert.True(patterns.Count > 300, $"{patterns.Count} rules");
        Assert.All(patterns, pattern => Assert.Empty(Unbounded(pattern)));
    }

    [Theory]
    [InlineData("i am .{0,30}", "")]
    [InlineData(@"my \w+ is [\p{L}'-]+ [.+*]", "")]
    [InlineData(@"(?<=^|[,.] |\bplease )(?:call )?me", "")]
    [InlineData(@"^\W*who", "")]
    [InlineData("i am .*", ".*")]
    [InlineData(@"i am \W+", @"\W+")]
    [InlineData("i am [^,]{3,}", "[^,]{3,}")]
    [InlineData("(?:please )*call", ")*")]
    [InlineData(@"(?<=no\w*, )call", @"\w*")]
    [InlineData("(?<!(?:a|bo+) )call", "o+")]
    public void Loops_without_a_bound_are_found(string pattern, string expected)
        => Assert.Equal(expected, string.Join(' ', Unbounded(pattern)));

    // Loops without a bound: over groups; over blanks, but not where the text begins; over anything in what looks back.
    private static IEnumerable<string> Unbounded(string pattern)
    {
        var groups = new Stack<bool>();
        foreach (Match part in Part.Matches(pattern))
        {
            var one = part.Groups["one"].Value;
            if (one == "(")
                groups.Push(LooksBack.IsMatch(pattern, part.Index) || groups.Contains(true));
            var isBack = one == ")" ? groups.Pop() : groups.Contains(true);
            if (part.Groups["loop"].Success && (isBack || !(IsOfWord(one) || pattern[part.Index - 1] == '^')))
                yield return part.Value;
        }
    }

    private static bool IsOfWord(string one)
        => one != ")" && !Regex.IsMatch(" ", one, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"(?<one>\\[pP]\{\w+\}|\\.|\[(\\.|[^\]\\])*\]|.)(?<loop>[*+]|\{\d+,\})?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part { get; }

    [GeneratedRegex(@"\G\(\?<[=!]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksBack { get; }
}
