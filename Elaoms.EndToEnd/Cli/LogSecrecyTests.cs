using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>A log may go to many eyes: nothing of callers or keys is in it, whatever its level.</summary>
public sealed class LogSecrecyTests
{
    [Theory]
    [InlineData("Debug")]
    [InlineData("Trace")]
    public async Task Log_holds_no_number_no_word_of_a_call_and_no_key(string level)
    {
        using var folder = new TempFolder();
        var settings = new ServerSettings(folder) { ["Logging:LogLevel:Default"] = level };
        string log;
        await using (var server = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0"))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            foreach (var name in Payloads.Deliveries())
                (await webhooks.DeliverAsync(Payloads.Read(name))).IsOk();
            await webhooks.LearnedAsync();
            foreach (var name in Payloads.Named("client_data.request.*"))
                (await webhooks.ClientDataAsync(Payloads.Read(name))).IsOk();
            foreach (var name in Payloads.Named("search_data.request.*"))
                (await webhooks.SearchDataAsync(Payloads.Read(name))).IsOk();

            // Also what goes wrong: another's signature, a wrong key, broken bodies, an archive that is gone.
            await webhooks.PostAsync(
                "/webhook/post-call", Payloads.Read("unknown_event.json"), "ElevenLabs-Signature", "t=1,v0=" + settings.PostCallKey);
            await webhooks.PostAsync("/webhook/client-data", "{}"u8.ToArray(), "X-Api-Key", settings.SearchDataKey);
            await webhooks.DeliverAsync("{\"message\":\"My name is Sam."u8.ToArray());
            await webhooks.ClientDataAsync("{\"caller_id\":\"+12025550123"u8.ToArray());
            Directory.Delete(folder.Of("payloads"), recursive: true);
            await File.WriteAllTextAsync(folder.Of("payloads"), "in the way", CancellationToken.None);
            (await webhooks.DeliverAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json")))
                .IsError(503, "storage_unavailable");
            await webhooks.GetAsync("/health/ready");
            await server.SignalAsync("TERM");
            await server.EndAsync();
            log = server.Output + server.Errors;
        }

        // The log speaks of what was done; else its silence would prove nothing.
        string[] expectations = ["Accepted ", "Learned", "Refused 1 requests to /webhook/post-call", "could not be stored", "Not ready"];
        foreach (var expected in expectations)
            Assert.Contains(expected, log, StringComparison.Ordinal);
        foreach (var secret in SecretTexts.Of(settings))
            Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
    }
}
