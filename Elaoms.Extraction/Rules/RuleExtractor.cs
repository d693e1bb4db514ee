using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>Finds what callers say of themselves, by the rules of their language.</summary>
/// <param name="rules">The rules; null for those that are built in.</param>
internal sealed class RuleExtractor(RuleSet? rules = null) : IFactExtractor
{
    /// <inheritdoc />
    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new ExtractionWork();
        var statements = CallerStatements.Of(rules ?? RuleSet.BuiltIn, call.Original, work);
        return ValueTask.FromResult(new ExtractedFacts([.. statements.Select(Fact)], work.UnreadTurns));
    }

    private static ExtractedFact Fact(Statement statement) => new(
        statement.Key,
        statement.Value,
        FactSource.Statement,
        statement.Turn,
        Quote: null,
        statement.Ends,
        statement.Basis,
        statement.Start,
        statement.End);
}
