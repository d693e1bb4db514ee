using System.Diagnostics;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>What is told of redactions: how many of which kind, never what.</summary>
public sealed class RedactionTelemetryTests() : StorageTests(StorageKind.Embedded)
{
    [Fact]
    public async Task Redactions_of_a_learned_call_are_counted_by_kind_and_are_events_of_its_span()
    {
        using var bench = new LearningBench(Stores);
        using var recorded = new RecordedMetrics(bench.Metrics);
        using var span = new Activity("learn").Start();

        await bench.LearnAsync(Payloads.Call(
            "+12025550123", "c", 1_790_000_000, "My password is hunter two and my card is 4111 1111 1111 1111.", "Yes, hunter two."));

        Assert.Equal(2, recorded.Sum("elaoms.learning.redactions{kind=password}"));
        Assert.Equal(1, recorded.Sum("elaoms.learning.redactions{kind=card_number}"));
        var events = span.Events.Where(one => one.Name == "elaoms.redaction")
            .Select(one => string.Join(' ', one.Tags.Select(tag => $"{tag.Key}={tag.Value}")));
        Assert.Equal(["kind=card_number count=1", "kind=password count=2"], events.Order(StringComparer.Ordinal));
    }
}
