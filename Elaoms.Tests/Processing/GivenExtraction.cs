using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Tests.Processing;

/// <summary>A source that finds what it is given, and keeps what it was to read.</summary>
internal sealed class GivenFacts(params ExtractedFact[] facts) : IFactExtractor
{
    public int UnreadTurns { get; init; }

    public CallToExtract? Read { get; private set; }

    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        Read = call;
        return ValueTask.FromResult(new ExtractedFacts(facts, UnreadTurns));
    }
}

/// <summary>Redacts given spans of each turn.</summary>
internal sealed class GivenSpans(params IReadOnlyList<RedactedSpan> spans) : IRedactor
{
    /// <summary>What becomes of the call besides.</summary>
    public Func<Call, Call> Change { get; init; } = call => call;

    public IReadOnlyDictionary<RedactionKind, int> Counts { get; init; } = new Dictionary<RedactionKind, int>();

    public RedactedCall Redact(Call call)
    {
        var turns = call.Turns.Select(turn =>
            turn with { Text = spans.Aggregate(turn.Text, (text, span) => $"{text[..span.Start]}[password]{text[span.End..]}") });
        return new(Change(call with { Turns = [.. turns] }), [.. call.Turns.Select(_ => spans)]) { Counts = Counts };
    }
}
