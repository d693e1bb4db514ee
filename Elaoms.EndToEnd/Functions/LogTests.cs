using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>What the console and the log stream show of the app.</summary>
[LongRunning]
public sealed class LogTests
{
    [Fact]
    public async Task Lines_of_the_product_reach_the_console_with_the_function_that_wrote_them()
    {
        await using var app = await FunctionsApp.StartAsync();

        (await app.Webhooks.DeliverAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"))).IsOk();
        await app.LearnedAsync();

        await ShowsAsync(app, "Information Function.PostCall.User: Accepted ");
        await ShowsAsync(app, "Information Function.LearnFromCall.User: ", ": Learned.");
    }

    [Fact]
    public async Task Lines_of_no_function_reach_the_console_too_and_none_twice()
    {
        using var folder = new TempFolder();
        // An account that nobody answers for: the app says so while it starts.
        const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/nobody;"
            + "QueueEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody;";
        var settings = FunctionsApp.SettingsFor(folder, Nowhere);
        await using var app = await FunctionsApp.StartAsync(settings);
        await ShowsAsync(app, "Host.Function.Console: Error: Elaoms.Storage.Azure.AccountPreparation[5001] ");

        (await app.Webhooks.DeliverAsync(Payloads.Read("unknown_event.json"))).IsError(503, "storage_unavailable");

        await ShowsAsync(app, "Error Function.PostCall.User: ");
        Assert.DoesNotContain(
            app.Host.Console.Lines, line => line.Contains("Host.Function.Console: Error: Elaoms.Web", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Console_holds_no_number_no_word_of_a_call_and_no_key()
    {
        await using var app = await FunctionsApp.StartAsync(
            settings => settings["AzureFunctionsJobHost__logging__logLevel__default"] = "Trace");
        foreach (var name in Payloads.Deliveries())
            (await app.Webhooks.DeliverAsync(Payloads.Read(name))).IsOk();
        await app.LearnedAsync();
        foreach (var name in Payloads.Named("client_data.request.*"))
            (await app.Webhooks.ClientDataAsync(Payloads.Read(name))).IsOk();
        foreach (var name in Payloads.Named("search_data.request.*"))
            (await app.Webhooks.SearchDataAsync(Payloads.Read(name))).IsOk();

        // Also what goes wrong: another's signature, a wrong key, broken bodies.
        await app.Webhooks.PostAsync(
            "/webhook/post-call", Payloads.Read("unknown_event.json"), "ElevenLabs-Signature", "t=1,v0=" + app.Settings.PostCallKey);
        await app.Webhooks.PostAsync("/webhook/client-data", "{}"u8.ToArray(), "X-Api-Key", app.Settings.SearchDataKey);
        await app.Webhooks.DeliverAsync("{\"message\":\"My name is Sam."u8.ToArray());
        await app.Webhooks.ClientDataAsync("{\"caller_id\":\"+12025550123"u8.ToArray());
        await app.Host.StopAsync();

        // The console speaks of what was done; else its silence would prove nothing.
        var said = app.Host.Console.Text;
        foreach (var expected in (string[])["Accepted ", "Learned", "Refused 1 requests to /webhook/post-call"])
            Assert.Contains(expected, said, StringComparison.Ordinal);
        foreach (var secret in SecretTexts.Of(app.Settings))
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
    }

    private static Task ShowsAsync(FunctionsApp app, params string[] parts)
        => Eventually.IsTrueAsync(
            () => app.Host.Console.Lines.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))),
            $"the console shows '{string.Join("…", parts)}'");
}
