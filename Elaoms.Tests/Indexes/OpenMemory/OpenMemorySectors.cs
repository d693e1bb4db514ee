using System.Text.RegularExpressions;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>The sectors that the server sorts memories into, by cue words.</summary>
internal static partial class OpenMemorySectors
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Dictionary<string, (double Decay, double Weight, Regex Cues)> All = new(StringComparer.Ordinal)
    {
        ["episodic"] = (0.015, 1.2, Episodic),
        ["semantic"] = (0.005, 1.0, Semantic),
        ["procedural"] = (0.008, 1.1, Procedural),
        ["emotional"] = (0.02, 1.3, Emotional),
        ["reflective"] = (0.001, 0.8, Reflective),
    };

    public static bool Has(string name) => All.ContainsKey(name);

    /// <summary>How fast the weight of its memories fades.</summary>
    public static double DecayOf(string sector) => All[sector].Decay;

    /// <summary>The sector with the most cues in a text, and those that come near it; without any the semantic one.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var scores = All.Select(sector => (sector.Key, Score: sector.Value.Cues.Count(text) * sector.Value.Weight))
            .OrderByDescending(sector => sector.Score).ToList();
        var best = scores[0].Score;
        return best <= 0
            ? ["semantic"]
            : [scores[0].Key, .. scores.Skip(1).Where(sector => sector.Score >= Math.Max(1, 0.3 * best)).Select(sector => sector.Key)];
    }

    [GeneratedRegex(
        @"\b(?:yesterday|last (?:week|month|year|night)|went|saw|met|happened|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
        Options, 1000)]
    private static partial Regex Episodic { get; }

    [GeneratedRegex(@"\b(?:is an?|means|concept|facts?|history|know)\b", Options, 1000)]
    private static partial Regex Semantic { get; }

    [GeneratedRegex(@"\b(?:how to|first|then|install|click|method|configure)\b", Options, 1000)]
    private static partial Regex Procedural { get; }

    [GeneratedRegex(@"\b(?:feel|happy|love|amazing|wow|excited)\b|!!", Options, 1000)]
    private static partial Regex Emotional { get; }

    [GeneratedRegex(@"\b(?:reali[sz]ed?|think|pattern|lesson|improve|reflect)\b", Options, 1000)]
    private static partial Regex Reflective { get; }
}
