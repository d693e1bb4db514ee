using Elaoms.Core.Facts;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Rules;

/// <summary>Finds what callers say of themselves, by the rules of their language.</summary>
internal sealed class RuleExtractor : IFactExtractor
{
    /// <inheritdoc />
    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        var work = new ExtractionWork();
        var statements = CallerStatements.Of(Languages.BuiltIn.Value, call.Redacted.Call, call.Day, work);
        return ValueTask.FromResult(new ExtractedFacts([.. statements.Select(Fact)], work.UnreadTurns));
    }

    private static ExtractedFact Fact(Statement statement) => new(
        statement.Key,
        statement.Value,
        statement.Turn is null ? FactSource.CallSummary : FactSource.Statement,
        statement.Turn,
        statement.Quote,
        statement.Ends,
        statement.IsSpelled ? FactBasis.Spelled : FactBasis.SelfIdentified);
}
