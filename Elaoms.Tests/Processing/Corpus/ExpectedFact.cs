using System.Globalization;
using System.Text.RegularExpressions;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Tests.Processing.Corpus;

/// <summary>A fact as the corpus states it.</summary>
internal sealed partial record ExpectedFact(string Key, string Value, int Count, int? Call, int? Turn)
{
    private const int MaxFurtherWords = 5;

    private static readonly string[] PhraseKinds =
        [
            "likes", "dislikes", "prefers", "date", "open_request", "promise", "allergy", "contact_time", "address", "occupation",
            "employer", "diet",
        ];

    public static ExpectedFact Parse(string text)
    {
        var match = Form.Match(text);
        return new ExpectedFact(
            match.Groups["key"].Value,
            match.Groups["value"].Value.Trim(),
            match.Groups["count"] is { Success: true, Value: var count } ? int.Parse(count, CultureInfo.InvariantCulture) : 1,
            match.Groups["call"] is { Success: true, Value: var call } ? int.Parse(call, CultureInfo.InvariantCulture) : null,
            match.Groups["turn"] is { Success: true, Value: var turn } ? int.Parse(turn, CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Whether a fact that was learned is this one.</summary>
    public bool Is(string key, string value)
    {
        if (FactKinds.Of(key).Key != FactKinds.Of(Key).Key)
            return false;
        var (expected, found) = (Words(Value), Words(value));
        return PhraseKinds.Contains(Key)
            ? IsIn(expected, found) && found.Length <= expected.Length + MaxFurtherWords
            : expected.SequenceEqual(found, StringComparer.Ordinal);
    }

    private static bool IsIn(string[] expected, string[] found)
    {
        var at = 0;
        foreach (var word in found)
        {
            if (at < expected.Length && word == expected[at])
                at++;
        }

        return at == expected.Length;
    }

    private string[] Words(string text)
    {
        var words = Word.Matches(text).Select(word => Key == "name" ? word.Value : word.Value.ToLowerInvariant());
        return [.. PhraseKinds.Contains(Key) ? words.Where(word => word is not ("a" or "an" or "the" or "my")) : words];
    }

    [GeneratedRegex(
        @"^(?<key>[a-z_]+) = (?<value>.*?)( x(?<count>\d+))?( @(?<call>\d+)(\.(?<turn>\d+))?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}@+][\p{L}\p{M}\p{N}@+'.-]*(?<!\.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word { get; }
}
