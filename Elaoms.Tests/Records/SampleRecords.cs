using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Tests.Records;

/// <summary>Small records and extracted calls.</summary>
internal static class SampleRecords
{
    public static readonly Caller Sam = new(CallerKind.Phone, "+12025550123");

    public static CallerRecord Empty { get; } = new() { Caller = Sam };

    public static CallerRecord With(params (string Key, string Value)[] facts) => Empty.With(Extracted("c1", 1, facts));

    /// <summary>What a call gives that began so many hours into the day.</summary>
    public static ExtractedCall Extracted(string conversation, int hour, params (string Key, string Value)[] facts)
        => Extracted(conversation, hour, 0, "hash", facts);

    public static ExtractedCall Extracted(
        string conversation, int hour, double eventTimestamp, string hash, params (string Key, string Value)[] facts)
    {
        var at = FixedClock.Start.AddHours(hour);
        var call = new PastCall
        {
            ConversationId = conversation,
            Payload = $"{conversation}-{hash}",
            PayloadVersion = new PayloadVersion(eventTimestamp, hash, CallExtractor.RulesVersion),
            IsKindCertain = true,
            StartedAt = at,
            Summary = $"What {conversation} {hash} was about.",
        };
        return new ExtractedCall(
            call,
            [
                .. facts.Select(fact => new Fact(
                    fact.Key, fact.Value, at, new FactSource(conversation, FactSource.DataCollection),
                    Basis: FactBasis.Supported))
            ],
            [new Memory($"{conversation}-turn-0", $"{conversation} {hash}", Sector.Episodic, Salience.Low, at, "user", conversation, 0)]);
    }
}
