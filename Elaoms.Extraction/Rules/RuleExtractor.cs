using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>Finds what callers say of themselves, by the rules of their language.</summary>
internal sealed class RuleExtractor : IFactExtractor
{
    /// <inheritdoc />
    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new ExtractionWork();
        var statements = CallerStatements.Of(Languages.BuiltIn.Value, call.Original, work);
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
