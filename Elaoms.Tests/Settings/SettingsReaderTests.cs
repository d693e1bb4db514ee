using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Settings;

public sealed class SettingsReaderTests
{
    private static readonly Dictionary<string, string?> Needed = new(StringComparer.Ordinal)
    {
        ["ELEVENLABS_POST_CALL_KEY"] = "wsec_0123456789a",
        ["ELEVENLABS_CLIENT_DATA_KEY"] = "client-0123456789",
        ["ELEVENLABS_SEARCH_DATA_KEY"] = "search-0123456789",
        ["CALLER_HASH_KEY"] = "0123456789abcdef",
    };

    [Fact]
    public void Settings_not_given_have_their_defaults()
    {
        var settings = Read().Settings!;

        Assert.Equal(["wsec_0123456789a"], settings.PostCallSecrets);
        Assert.Equal(["client-0123456789"], settings.ClientDataKeys);
        Assert.Equal(["search-0123456789"], settings.SearchDataKeys);
        Assert.False(settings.SearchDataAllowAnonymous);
        Assert.Null(settings.OpenMemory);
        Assert.Equal(Path.GetFullPath("./data/openmemory.db"), settings.DatabasePath);
        Assert.Equal(Path.GetFullPath("./payloads"), settings.PayloadStoragePath);
        Assert.Equal(TimeSpan.FromSeconds(1800), settings.SignatureTolerance);
        Assert.Equal(new Uri("https://api.elevenlabs.io"), settings.ElevenLabsApi);
        Assert.Equal(TimeSpan.FromMilliseconds(1000), settings.ClientDataDeadline);
        Assert.Equal(TimeSpan.FromMilliseconds(800), settings.SearchDataDeadline);
        Assert.Equal(Durability.Disk, settings.Durability);
        Assert.Equal(26_214_400, settings.MaxPayloadBytes);
        Assert.Equal((512L << 20, 64L << 20), (settings.MaxIncomingBytes, settings.MinFreeBytes));
        Assert.Equal((128, 1024), (settings.MaxPostCalls, settings.MaxConnections));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), (settings.IdleTimeout, settings.BodyTimeout));
        Assert.Empty(settings.DynamicVariables);
        Assert.Equal("Welcome back, {name}! How can I help you today?", settings.Greetings.For("any agent", null).Single());
        Assert.True(settings.Docs);
    }

    [Theory]
    [InlineData("ELEVENLABS_POST_CALL_KEY")]
    [InlineData("ELEVENLABS_CLIENT_DATA_KEY")]
    [InlineData("ELEVENLABS_SEARCH_DATA_KEY")]
    [InlineData("CALLER_HASH_KEY")]
    [InlineData("OPENMEMORY_KEY")]
    [InlineData("EMBEDDINGS_KEY")]
    public void Reference_that_Azure_left_unresolved_is_no_key(string name)
    {
        // Whoever knows the vault's name could otherwise sign with it, and every caller would get another key.
        var reference = "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/" + name;

        foreach (var value in new[] { reference + ")", "new," + reference + ")", " " + reference.ToUpperInvariant() + ")" })
            Assert.Contains(
                Read((name, value)).Faults, fault => fault.StartsWith($"{name} is still a reference", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_given_are_taken()
    {
        var settings = Read(
            ("SEARCH_DATA_ALLOW_ANONYMOUS", "TRUE"), ("ELEVENLABS_SEARCH_DATA_KEY", ""), ("OPENMEMORY_DB_PATH", "/var/x.db"),
            ("PAYLOAD_STORAGE_PATH", " /var/p "),
            ("SIGNATURE_TOLERANCE_SECONDS", "86400"), ("CLIENT_DATA_DEADLINE_MS", "50"), ("SEARCH_DATA_DEADLINE_MS", "30000"),
            ("DURABILITY", "Process"), ("MAX_PAYLOAD_BYTES", "1024"),
            ("MAX_INCOMING_BYTES", "4096"), ("MIN_FREE_BYTES", "0"), ("MAX_POST_CALLS", "3"), ("MAX_CONNECTIONS", "16"),
            ("IDLE_TIMEOUT_SECONDS", "1"), ("BODY_TIMEOUT_SECONDS", "3600"),
            ("DOCS", "false"), ("OPENMEMORY_PORT", "8080"), ("ELEVENLABS_API_URL", "https://api.eu.residency.elevenlabs.io")).Settings!;

        Assert.True(settings.SearchDataAllowAnonymous);
        Assert.Empty(settings.SearchDataKeys);
        Assert.Equal(Path.GetFullPath("/var/x.db"), settings.DatabasePath);
        Assert.Equal(Path.GetFullPath("/var/p"), settings.PayloadStoragePath);
        Assert.Equal(TimeSpan.FromDays(1), settings.SignatureTolerance);
        Assert.Equal(new Uri("https://api.eu.residency.elevenlabs.io"), settings.ElevenLabsApi);
        Assert.Equal(TimeSpan.FromMilliseconds(50), settings.ClientDataDeadline);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.SearchDataDeadline);
        Assert.Equal(Durability.Process, settings.Durability);
        Assert.Equal(1024, settings.MaxPayloadBytes);
        Assert.Equal((4096, 0), (settings.MaxIncomingBytes, settings.MinFreeBytes));
        Assert.Equal((3, 16), (settings.MaxPostCalls, settings.MaxConnections));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), (settings.IdleTimeout, settings.BodyTimeout));
        Assert.False(settings.Docs);
        Assert.Equal(new Uri("http://localhost:8080"), settings.OpenMemory);
    }

    [Fact]
    public void Room_for_bodies_follows_the_largest_payload_unless_it_is_given()
        => Assert.Equal(1L << 30, Read(("MAX_PAYLOAD_BYTES", "1073741824")).Settings!.MaxIncomingBytes);

    [Theory]
    [InlineData("8080", "http://localhost:8080/")]
    [InlineData("http://memory.example", "http://memory.example/")]
    [InlineData("https://memory.example:8443/", "https://memory.example:8443/")]
    [InlineData("https://memory.example/base", "https://memory.example/base/")]
    [InlineData(" https://memory.example/base// ", "https://memory.example/base/")]
    public void OpenMemory_is_a_port_or_an_address_with_or_without_a_slash(string value, string expected)
        => Assert.Equal(expected, Read(("OPENMEMORY_PORT", value)).Settings!.OpenMemory!.AbsoluteUri);

    [Fact]
    public void OpenMemory_key_is_optional()
        => Assert.Equal((null, "k-1"), (Read().Settings!.OpenMemoryKey, Read(("OPENMEMORY_KEY", " k-1 ")).Settings!.OpenMemoryKey));

    [Fact]
    public void Keys_are_lists_for_rotation()
    {
        var settings = Read(
            ("ELEVENLABS_POST_CALL_KEY", " old-0123456789ab , new-0123456789ab ,, "),
            ("ELEVENLABS_CLIENT_DATA_KEY", "a123456789abcdef,b123456789abcdef")).Settings!;

        Assert.Equal(["old-0123456789ab", "new-0123456789ab"], settings.PostCallSecrets);
        Assert.Equal(["a123456789abcdef", "b123456789abcdef"], settings.ClientDataKeys);
    }

    [Theory]
    [InlineData("ELEVENLABS_POST_CALL_KEY")]
    [InlineData("ELEVENLABS_CLIENT_DATA_KEY")]
    [InlineData("ELEVENLABS_SEARCH_DATA_KEY")]
    public void Key_of_fewer_than_16_characters_is_a_fault_outside_Development(string name)
    {
        var fault = $"{name} has a key that is too short: each key needs 16 characters or more. Make one with `openssl rand -hex 32`.";

        Assert.Equal([fault], Read((name, "0123456789abcdef,0123456789abcde")).Faults);
        Assert.Equal([fault], Read((name, "x"), ("DOTNET_ENVIRONMENT", "Production")).Faults);
        Assert.Empty(Read((name, "x"), ("DOTNET_ENVIRONMENT", "Development")).Faults);
        Assert.Empty(Read((name, "x"), ("AZURE_FUNCTIONS_ENVIRONMENT", "Development")).Faults);
        Assert.Empty(Read((name, "0123456789abcdef")).Faults);
    }

    [Theory]
    [InlineData("ELEVENLABS_POST_CALL_KEY", "", "ELEVENLABS_POST_CALL_KEY is missing.")]
    [InlineData("ELEVENLABS_POST_CALL_KEY", " , ", "ELEVENLABS_POST_CALL_KEY is missing.")]
    [InlineData("ELEVENLABS_CLIENT_DATA_KEY", " ", "ELEVENLABS_CLIENT_DATA_KEY is missing.")]
    [InlineData("ELEVENLABS_SEARCH_DATA_KEY", "", "ELEVENLABS_SEARCH_DATA_KEY is missing (or set SEARCH_DATA_ALLOW_ANONYMOUS=true).")]
    [InlineData("CALLER_HASH_KEY", "", "CALLER_HASH_KEY is missing. Set a random text of 16 characters or more, and keep a copy: "
        + "changing this key orphans every stored caller.")]
    [InlineData("CALLER_HASH_KEY", "0123456789abcde", "CALLER_HASH_KEY is too short: it needs 16 characters or more.")]
    [InlineData("SEARCH_DATA_ALLOW_ANONYMOUS", "yes", "SEARCH_DATA_ALLOW_ANONYMOUS must be true or false.")]
    [InlineData("ELEVENLABS_API_URL", "api.elevenlabs.io", "ELEVENLABS_API_URL must be an http(s) URL without a user.")]
    [InlineData("ELEVENLABS_API_URL", "ftp://api.elevenlabs.io", "ELEVENLABS_API_URL must be an http(s) URL without a user.")]
    [InlineData(
        "ELEVENLABS_API_URL", "https://user:password@api.elevenlabs.io", "ELEVENLABS_API_URL must be an http(s) URL without a user.")]
    [InlineData("DOCS", "0", "DOCS must be true or false.")]
    [InlineData("SIGNATURE_TOLERANCE_SECONDS", "0", "SIGNATURE_TOLERANCE_SECONDS must be a whole number from 1 to 86400.")]
    [InlineData("SIGNATURE_TOLERANCE_SECONDS", "86401", "SIGNATURE_TOLERANCE_SECONDS must be a whole number from 1 to 86400.")]
    [InlineData("CLIENT_DATA_DEADLINE_MS", "49", "CLIENT_DATA_DEADLINE_MS must be a whole number from 50 to 30000.")]
    [InlineData("CLIENT_DATA_DEADLINE_MS", "1.5", "CLIENT_DATA_DEADLINE_MS must be a whole number from 50 to 30000.")]
    [InlineData("SEARCH_DATA_DEADLINE_MS", "30001", "SEARCH_DATA_DEADLINE_MS must be a whole number from 50 to 30000.")]
    [InlineData("MAX_PAYLOAD_BYTES", "-1", "MAX_PAYLOAD_BYTES must be a whole number from 1024 to 1073741824.")]
    [InlineData("MAX_PAYLOAD_BYTES", "99999999999", "MAX_PAYLOAD_BYTES must be a whole number from 1024 to 1073741824.")]
    [InlineData("MAX_INCOMING_BYTES", "1099511627777", "MAX_INCOMING_BYTES must be a whole number from 1024 to 1099511627776.")]
    [InlineData("MAX_INCOMING_BYTES", "26214399", "MAX_INCOMING_BYTES must be at least MAX_PAYLOAD_BYTES.")]
    [InlineData("MIN_FREE_BYTES", "-1", "MIN_FREE_BYTES must be a whole number from 0 to 1125899906842624.")]
    [InlineData("MAX_POST_CALLS", "0", "MAX_POST_CALLS must be a whole number from 1 to 10000.")]
    [InlineData("MAX_CONNECTIONS", "15", "MAX_CONNECTIONS must be a whole number from 16 to 100000.")]
    [InlineData("IDLE_TIMEOUT_SECONDS", "0", "IDLE_TIMEOUT_SECONDS must be a whole number from 1 to 60.")]
    [InlineData("BODY_TIMEOUT_SECONDS", "3601", "BODY_TIMEOUT_SECONDS must be a whole number from 1 to 3600.")]
    [InlineData("DURABILITY", "memory", "DURABILITY must be process or disk.")]
    [InlineData(
        "OPENMEMORY_PORT", "0",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData(
        "OPENMEMORY_PORT", "65536",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData(
        "OPENMEMORY_PORT", "ftp://host",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData(
        "OPENMEMORY_PORT", "somewhere",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData(
        "OPENMEMORY_PORT", "http://user:secret@host",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData(
        "OPENMEMORY_PORT", "http://host?key=secret",
        "OPENMEMORY_PORT must be empty, a port from 1 to 65535, or an http(s) URL without user, query and fragment.")]
    [InlineData("OPENMEMORY_KEY", "schlüssel", "OPENMEMORY_KEY may contain only letters, digits and punctuation of ASCII, and no spaces.")]
    [InlineData("OPENMEMORY_KEY", "a b", "OPENMEMORY_KEY may contain only letters, digits and punctuation of ASCII, and no spaces.")]
    [InlineData("OPENMEMORY_DB_PATH", "a\0b", "OPENMEMORY_DB_PATH is not a valid path.")]
    [InlineData("PAYLOAD_STORAGE_PATH", "a\0b", "PAYLOAD_STORAGE_PATH is not a valid path.")]
    [InlineData("SWEEP_AFTER_MINUTES", "0", "SWEEP_AFTER_MINUTES must be a whole number from 1 to 1440.")]
    [InlineData("SWEEP_DAYS", "91", "SWEEP_DAYS must be a whole number from 1 to 90.")]
    [InlineData("AzureWebJobsStorage", "storage", "AzureWebJobsStorage is not the connection string of a storage account. "
        + "It must name the account, or the endpoints of Blob, Queue and Table (UseDevelopmentStorage=true is Azurite).")]
    [InlineData("AzureWebJobsStorage", "BlobEndpoint=https://x", "AzureWebJobsStorage is not the connection string of a storage account. "
        + "It must name the account, or the endpoints of Blob, Queue and Table (UseDevelopmentStorage=true is Azurite).")]
    [InlineData("DYNAMIC_VARIABLES", "plan=none", "DYNAMIC_VARIABLES must be a JSON object such as {\"plan\":\"none\"}.")]
    [InlineData("DYNAMIC_VARIABLES", "[]", "DYNAMIC_VARIABLES must be a JSON object such as {\"plan\":\"none\"}.")]
    [InlineData("DYNAMIC_VARIABLES", "{\"plan\":null}", "DYNAMIC_VARIABLES: plan must be a string, a number or a boolean.")]
    [InlineData("DYNAMIC_VARIABLES", "{\"plan\":{}}", "DYNAMIC_VARIABLES: plan must be a string, a number or a boolean.")]
    [InlineData(
        "DYNAMIC_VARIABLES", "{\"system__caller_id\":\"x\"}",
        "DYNAMIC_VARIABLES: system__caller_id is reserved for ElevenLabs and can't be set.")]
    [InlineData("GREETING", "Hello {user}!", "GREETING: {user} is unknown. The placeholders are {name} and {last_call}.")]
    [InlineData("GREETING", "Hello {Name}!", "GREETING: {Name} is unknown. The placeholders are {name} and {last_call}.")]
    [InlineData("GREETING:agent_1", "Hello {}!", "GREETING__agent_1: {} is unknown. The placeholders are {name} and {last_call}.")]
    public void Fault_names_the_setting_and_what_is_wrong(string name, string value, string fault)
    {
        var reading = Read((name, value));

        Assert.Null(reading.Settings);
        Assert.Equal([fault], reading.Faults);
    }

    [Fact]
    public void Faults_are_all_reported_at_once_and_not_again()
    {
        var reader = Reader(
            ("ELEVENLABS_POST_CALL_KEY", null), ("CALLER_HASH_KEY", "short"), ("DOCS", "perhaps"),
            ("DYNAMIC_VARIABLES", "{\"a\":null,\"b\":[]}"), ("GREETING", "{a} {b}"));

        Assert.Equal(7, reader.Read([]).Faults.Count);
        Assert.Equal(7, reader.Read([]).Faults.Count);
    }

    [Fact]
    public void Faults_hold_no_secret()
        => Assert.DoesNotContain(
            "hunter2",
            string.Concat(Read(("CALLER_HASH_KEY", "hunter2"), ("DYNAMIC_VARIABLES", "hunter2"), ("OPENMEMORY_PORT", "hunter2")).Faults),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("8000", "http://localhost:8000", true)]
    [InlineData("8000", "http://127.0.0.1:8000", true)]
    [InlineData("8000", "http://[::1]:8000", true)]
    [InlineData("8000", "http://+:8000", true)]
    [InlineData("8000", "http://*:8000", true)]
    [InlineData("8000", "http://0.0.0.0:8000", true)]
    [InlineData("8000", "http://[::]:8000", true)]
    [InlineData("http://localhost:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://LOCALHOST:8000/path", "http://localhost:8000", true)]
    [InlineData("http://127.0.0.1:8000", "http://+:8000", true)]
    [InlineData("http://127.1.2.3:8000", "http://localhost:8000", true)]
    [InlineData("http://[::1]:8000", "http://localhost:8000", true)]
    [InlineData("http://0.0.0.0:8000", "http://localhost:8000", true)]
    [InlineData("http://memory.example:8000", "http://memory.example:8000", true)]
    [InlineData("http://localhost", "http://+:80", true)]
    [InlineData("8001", "http://localhost:8000", false)]
    [InlineData("http://memory.example:8000", "http://localhost:8000", false)]
    [InlineData("http://memory.example:8000", "http://+:8000", false)]
    [InlineData("http://192.0.2.7:8000", "http://0.0.0.0:8000", false)]
    [InlineData("http://localhost:8000", "http://192.0.2.7:8000", false)]
    [InlineData("8000", "no address", false)]
    public void OpenMemory_at_our_own_address_is_a_fault(string server, string own, bool isFault)
    {
        var reading = new SettingsReader(Configuration([("OPENMEMORY_PORT", server)])).Read([own]);

        const string Fault = "OPENMEMORY_PORT points at ELAOMS itself. Give OpenMemory another port, "
            + "or leave the setting empty to search only our own index.";
        string[] expected = isFault ? [Fault] : [];
        Assert.Equal(expected, reading.Faults);
    }

    [Fact]
    public void OpenMemory_at_this_machines_name_is_ours()
        => Assert.Single(new SettingsReader(Configuration([("OPENMEMORY_PORT", $"http://{Environment.MachineName}:8000")]))
            .Read(["http://+:8000"]).Faults);

    [Fact]
    public void Greeting_is_per_agent_and_language_and_may_be_empty()
    {
        var greetings = Read(
            ("GREETING", ""), ("GREETING:agent_1", " Hi {name} "), ("GREETING:agent_2", "{{system__time}} {name}"),
            ("GREETING:agent_1:de", "Hallo {{name}}"),
            ("GREETING:default:de", "Guten Tag {name}, {last_call}")).Settings!.Greetings;

        Assert.Equal([""], greetings.For(null, null));
        Assert.Equal(["Guten Tag {name}, {last_call}", ""], greetings.For("agent_3", "de"));
        Assert.Equal(["Hi {name}"], greetings.For("agent_1", "fr"));
        Assert.Equal(["Hallo {name}", "Hi {name}"], greetings.For("AGENT_1", "DE"));
        Assert.Equal(["{{system__time}} {name}"], greetings.For("agent_2", "de"));
    }

    [Fact]
    public void Dynamic_variables_keep_their_type()
    {
        var variables = Read(("DYNAMIC_VARIABLES", """{"plan":"none","visits":0,"vip":false}""")).Settings!.DynamicVariables;

        Assert.Equal(["\"none\"", "0", "false"], variables.Values.Select(value => value.GetRawText()));
    }

    private static SettingsResult Read(params (string Name, string? Value)[] values) => Reader(values).Read([]);

    private static SettingsReader Reader(params (string Name, string? Value)[] values) => new(Configuration(values));

    private static IConfigurationRoot Configuration((string Name, string? Value)[] values)
        => new ConfigurationBuilder().AddInMemoryCollection(Needed)
            .AddInMemoryCollection(values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal)).Build();
}
