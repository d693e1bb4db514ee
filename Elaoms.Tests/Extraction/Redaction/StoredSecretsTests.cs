using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>What a storage holds of a call with secrets.</summary>
public abstract class StoredSecretsTests(StorageKind kind) : StorageTests(kind)
{
    private const string Number = "+12025550123";

    [Fact]
    public async Task Secrets_are_in_the_archive_alone()
    {
        string[] secrets = ["4111", "862", "09/28", "DE89", "bluebird", "943 476 5919"];
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = 1791300060,
            ["data"] = new JsonObject
            {
                ["conversation_id"] = "c",
                ["status"] = "done",
                ["transcript"] = new JsonArray(
                    Turn("agent", "And the card number?"),
                    Turn("user", "I live in Oslo. It's 4111 1111 1111 1111, CVV 862, it expires 09/28."),
                    Turn("agent", "4111 1111 1111 1111, thank you."),
                    Turn("user", "My IBAN is DE89 3704 0044 0532 0130 00, my password is bluebird77, call me on 07700 900123.")),
                ["metadata"] = new JsonObject
                {
                    ["start_time_unix_secs"] = 1791300000,
                    ["phone_call"] = new JsonObject { ["external_number"] = Number }
                },
                ["analysis"] = new JsonObject
                {
                    ["call_summary_title"] = "Card 4111 1111 1111 1111",
                    ["transcript_summary"] = "The caller's NHS number is 943 476 5919, the password bluebird77.",
                    ["data_collection_results"] = new JsonObject
                    {
                        ["password"] = new JsonObject { ["value"] = "bluebird77" },
                        ["reason"] = new JsonObject { ["value"] = "pays with 4111 1111 1111 1111" },
                    },
                },
            },
        }.ToJsonString());
        using var bench = new LearningBench(Stores);

        await bench.LearnAsync(body);

        var stored = (await bench.ReadAsync(Number))!.Value.Text();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("07700 900123", stored, StringComparison.Ordinal);
        Assert.Contains("Oslo", stored, StringComparison.Ordinal);
        var archived = Encoding.UTF8.GetString((await Stores.ReadAsync(Stores.NameOf(body)))!);
        Assert.All(secrets, secret => Assert.Contains(secret, archived, StringComparison.Ordinal));
    }

    private static JsonObject Turn(string role, string text) => new() { ["role"] = role, ["message"] = text };

    public sealed class OnFiles() : StoredSecretsTests(StorageKind.Embedded);
}
