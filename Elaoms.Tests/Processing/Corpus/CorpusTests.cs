using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.Tests.Processing.Corpus;

/// <summary>What is learned from the labelled calls; docs/memory.md has the numbers.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<CorpusRun> Development = [.. CorpusCases.Development.Select(CorpusRun.Of)];
    private static readonly IReadOnlyList<CorpusRun> HeldOut = [.. CorpusCases.HeldOut.Select(CorpusRun.Of)];

    private static IEnumerable<CorpusRun> All => Development.Concat(HeldOut);

    public static TheoryData<string> Ids => [.. CorpusCases.All.Select(labelled => labelled.Id)];

    [Fact]
    public void Corpus_is_large_varied_and_half_of_it_traps()
    {
        var cases = CorpusCases.All.ToList();
        var score = new CorpusScore(All);

        Assert.Distinct(cases.Select(labelled => labelled.Id), StringComparer.Ordinal);
        Assert.InRange(cases.Sum(labelled => labelled.Calls.Count), 250, int.MaxValue);
        Assert.InRange(
            CorpusCases.HeldOut.Sum(labelled => labelled.Calls.Count), cases.Sum(labelled => labelled.Calls.Count) / 5, int.MaxValue);
        Assert.InRange(score.Expected(FactKinds.Name.Key), 100, int.MaxValue);
        Assert.InRange(score.Expected(), 300, int.MaxValue);
        Assert.InRange(cases.Count(labelled => labelled.Trap), cases.Count / 2, int.MaxValue);
        Assert.Equal(
            ["de", "en", "es", "fr"],
            cases.Select(labelled => labelled.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Facts_learned_are_those_that_were_stated(bool heldOut)
    {
        var runs = heldOut ? HeldOut : Development;
        var score = new CorpusScore(runs);
        foreach (var mistake in runs.SelectMany(run => run.Mistakes()))
            output.WriteLine(mistake);

        Assert.InRange(score.PrecisionOf(FactKinds.Name), 0.99, 1);
        Assert.InRange(score.Precision, 0.97, 1);
        Assert.InRange(score.Recall, 0.85, 1);
    }

    [Fact]
    public void Turns_are_of_the_sector_of_what_they_state()
    {
        var sectors = All.SelectMany(run => run.Sectors()).ToList();

        Assert.InRange(sectors.Count(sector => sector.Expected == sector.Given) / (double)sectors.Count, 0.95, 1);
        Assert.Equal(5, sectors.Select(sector => sector.Expected).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_teaches_nothing_that_it_must_not(string id)
    {
        var run = All.Single(one => one.Case.Id == id);

        Assert.Empty(run.Stale());
        Assert.Empty(run.Forgotten());
        Assert.Empty(run.Leaks());
        Assert.All(run.Record.Facts.Where(fact => fact.Source.Turn is not null), fact =>
            Assert.Equal(Turn.UserRole, Assert.Single(run.Record.Memories, memory => memory.ConversationId == fact.Source.ConversationId
                && memory.Turn == fact.Source.Turn).Role));
    }

    [Fact]
    public void Report_in_the_documentation_is_what_is_measured()
    {
        var memory = File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "docs", "memory.md")).ReplaceLineEndings("\n");

        Assert.Contains(new CorpusScore(Development).ToMarkdown(), memory, StringComparison.Ordinal);
        Assert.Contains(new CorpusScore(HeldOut).ToMarkdown(), memory, StringComparison.Ordinal);
    }
}
