using System.Diagnostics;
using System.Globalization;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Telemetry;

/// <summary>Spans and metrics go to many eyes, as the log does: nothing of callers or keys is in them.</summary>
public sealed class TelemetrySecrecyTests
{
    [Fact]
    public async Task Spans_and_metrics_hold_no_number_no_word_of_a_call_and_no_key()
    {
        using var spans = new RecordedSpans();
        await using var server = await TestServer.StartAsync();
        using var metrics = new RecordedMetrics(server.Get<ElaomsMetrics>());
        var webhooks = server.Webhooks;
        var trace = ActivityTraceId.CreateRandom();
        webhooks.Client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        foreach (var name in Payloads.Deliveries())
            (await webhooks.DeliverAsync(Payloads.Read(name))).IsOk();
        await server.LearnedAsync();
        foreach (var name in Payloads.Named("client_data.request.*"))
            (await webhooks.ClientDataAsync(Payloads.Read(name))).IsOk();
        foreach (var name in Payloads.Named("search_data.request.*"))
            (await webhooks.SearchDataAsync(Payloads.Read(name))).IsOk();
        await webhooks.PostAsync(
            "/webhook/post-call", Payloads.Read("unknown_event.json"), "ElevenLabs-Signature", "t=1,v0=" + server.Settings.PostCallKey);
        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "in the way", CancellationToken.None);
        (await webhooks.DeliverAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json")))
            .IsError(503, "storage_unavailable");
        await Eventually.IsTrueAsync(
            () => spans.Of(trace).Any(span => span.Status == ActivityStatusCode.Error && span.OperationName == "receive call"),
            "the last delivery's span ends");

        var written = string.Join('\n', spans.Of(trace).SelectMany(Texts).Concat(metrics.Series));
        string[] expectations =
        [
            "receive call", "enqueue call", "learn call", "recall", "elaoms.calls.learned{result=learned}", "type=other",
            "result=unauthorized", "result=not_stored",
        ];
        foreach (var expected in expectations)
            Assert.Contains(expected, written, StringComparison.Ordinal);
        foreach (var secret in SecretTexts.Of(server.Settings))
            Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string?> Texts(Activity span) =>
    [
        span.OperationName, span.DisplayName, span.StatusDescription, span.TraceStateString,
        .. span.TagObjects.SelectMany(tag => (string?[])[tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture)]),
        .. span.Events.SelectMany(
            happened => happened.Tags.Select(tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture)).Append(happened.Name)),
        .. span.Baggage.Select(item => item.Value),
    ];
}
