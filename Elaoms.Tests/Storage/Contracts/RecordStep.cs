using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Records;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>Something that happens to a record: a call is taught, or its conversation taken out.</summary>
internal sealed record RecordStep(bool IsTaught, int Conversation, int Hour, int Version, int Kilobytes)
{
    /// <summary>The call, which is the same for the same step.</summary>
    public ExtractedCall Call()
    {
        var extracted = SampleRecords.Extracted($"c{Conversation:D2}", Hour, Version, $"{Hour:D2}{Version}{Kilobytes:D2}");
        var (call, random) = (extracted.Call, new Random((Conversation * 7919) + (Hour * 101) + (Version * 31) + Kilobytes));
        string[] said =
        [
            "likes = jazz", "-likes = jazz", "home = Oslo", "home = Rome", "name = Anna Berg", "name = Anna", "name = Eva Holm",
            "name = Tom Lund", "-name = Tom Lund",
        ];
        return extracted with
        {
            Facts =
            [
                .. said.Where(_ => random.Next(3) == 0).Append($"likes = thing {Conversation % 9}")
                    .Select((fact, turn) => Fact(fact, turn, call)),
            ],
            Memories =
            [
                .. Enumerable.Range(0, Kilobytes).Select(turn => new Memory(
                    string.Create(CultureInfo.InvariantCulture, $"{call.ConversationId}-turn-{turn}"),
                    $"{call.ConversationId} {call.PayloadVersion.BodyHash} {turn} " + new string('é', 500),
                    turn % 2 == 0 ? Sector.Episodic : Sector.Semantic,
                    turn % 3 == 0 ? Salience.Low : Salience.High,
                    call.StartedAt.AddSeconds(turn),
                    turn % 2 == 0 ? "user" : "agent",
                    call.ConversationId,
                    turn)),
            ],
        };
    }

    /// <summary>A fact that a call states, or ends after a minus.</summary>
    public static Fact Fact(string said, int turn, PastCall call)
    {
        var parts = said.TrimStart('-').Split(" = ");
        return new Fact(
            parts[0], parts[1], call.StartedAt, new FactSource(call.ConversationId, FactSource.Statement, turn, new string('q', 200)),
            said[0] == '-', FactBasis.SelfIdentified);
    }
}
