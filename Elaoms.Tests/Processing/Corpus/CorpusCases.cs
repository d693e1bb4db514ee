using System.Text.Json;

namespace Elaoms.Tests.Processing.Corpus;

/// <summary>The labelled calls, by part.</summary>
internal static class CorpusCases
{
    /// <summary>The calls that the rules were written against.</summary>
    public static IReadOnlyList<CorpusCase> Development { get; } = Read("cases");

    /// <summary>The calls that nobody who wrote rules had seen until the rules were done.</summary>
    public static IReadOnlyList<CorpusCase> HeldOut { get; } = Read("held-out");

    public static IEnumerable<CorpusCase> All => Development.Concat(HeldOut);

    private static List<CorpusCase> Read(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Processing", "Corpus", folder), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonSerializer.Deserialize(File.ReadAllBytes(file), CorpusJson.Default.IReadOnlyListCorpusCase)!)];
}
