using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed partial class ClientDataTests : IDisposable
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere") with
    {
        DynamicVariables = Payload.Json("""{"plan":"none","visits":0,"subscribed":false,"user_profile_summary":"A new caller."}""")
            .EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
        Greetings = new GreetingTemplates("Hello {name}, {name}!", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["silent"] = "",
            ["other"] = "Hi {name}",
            ["other:de"] = "Hallo {name}",
            ["other:"] = "Of no language",
            ["default:fr"] = "Bonjour {name}",
            ["recalling"] = "Hi {name}, last time it was {last_call}.",
        }),
    };

    private readonly FixedClock _clock = new();
    private readonly ElaomsMetrics _metrics = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _faults = [];

    public ClientDataTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _metrics.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => _faults.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Caller_known_is_greeted_and_fills_the_variables_in_the_type_of_their_default()
    {
        var profile = new CallerProfile
        {
            Revision = 1,
            Name = "Sam",
            Summary = "Plan: gold.",
            LastCallSummary = "Previous conversation: x",
            LastCallAt = FixedClock.Start,
            CallCount = 3,
            OpenRequests = "call back",
            PreferredLanguage = "es",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["plan"] = "gold",
                ["visits"] = "3",
                ["subscribed"] = "true",
                ["not_asked_for"] = "x",
            },
        };

        Assert.Equal(
            "{\"type\":\"conversation_initiation_client_data\",\"dynamic_variables\":{\"user_name\":\"Sam\","
                + "\"user_profile_summary\":\"Plan: gold.\",\"last_call_summary\":\"Previous conversation: x\","
                + "\"last_call_date\":\"6 October 2026\",\"open_requests\":\"call back\",\"preferred_language\":\"es\","
                + "\"user_name_confidence\":\"confirmed\",\"call_count\":3,\"is_shared_line\":false,\"plan\":\"gold\",\"visits\":3,"
                + "\"subscribed\":true},\"conversation_config_override\":{\"agent\":{\"first_message\":\"Hello Sam, Sam!\"}}}",
            await AnswerAsync(Task.FromResult<CallerProfile?>(profile)));
    }

    [Theory]
    [InlineData("three", "maybe", "0", "false")]
    [InlineData("1e2", "FALSE", "100", "false")]
    [InlineData("-2.50", "True", "-2.50", "true")]
    [InlineData("1e999", "1", "0", "false")]
    [InlineData("true", "0", "0", "false")]
    public async Task Fact_that_is_not_of_the_defaults_type_leaves_the_default(
        string visits, string vip, string writtenVisits, string writtenVip)
    {
        var profile = new CallerProfile
        {
            Revision = 1,
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["visits"] = visits, ["subscribed"] = vip },
        };

        var variables = Payload.Json(await AnswerAsync(Task.FromResult<CallerProfile?>(profile))).GetProperty("dynamic_variables");

        Assert.Equal(
            (writtenVisits, writtenVip), (variables.GetProperty("visits").GetRawText(), variables.GetProperty("subscribed").GetRawText()));
    }

    private const string Defaults =
        "{\"type\":\"conversation_initiation_client_data\",\"dynamic_variables\":{\"user_name\":\"\","
            + "\"user_profile_summary\":\"A new caller.\",\"last_call_summary\":\"\",\"last_call_date\":\"\",\"open_requests\":\"\","
            + "\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,\"is_shared_line\":false,\"plan\":\"none\","
            + "\"visits\":0,\"subscribed\":false}}";

    [Fact]
    public async Task Caller_unknown_gets_the_full_set_of_defaults_and_no_greeting()
        => Assert.Equal(Defaults, await AnswerAsync(Task.FromResult<CallerProfile?>(null)));

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+266696687")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Caller_hidden_or_missing_gets_defaults_and_nothing_is_read(string? callerId)
    {
        var touched = false;

        Assert.Equal(
            Defaults,
            Text(await ClientData(new(() => touched = true)).AnswerAsync(new ClientDataRequest(callerId, null), CancellationToken.None)));
        Assert.False(touched);
    }

    [Fact]
    public async Task Store_that_throws_gives_defaults_and_is_counted()
    {
        Assert.Equal(Defaults, Text(await ClientData(new(() => throw new IOException())).AnswerAsync(Request, CancellationToken.None)));
        Assert.Equal(Defaults, await AnswerAsync(Task.FromException<CallerProfile?>(new IOException())));
        Assert.Equal(["elaoms.recall.faults client-data fault", "elaoms.recall.faults client-data fault"], _faults);
    }

    [Fact]
    public async Task Store_that_never_answers_gives_defaults_just_before_the_deadline_and_is_counted()
    {
        var answer = ClientData(new(() => true, new TaskCompletionSource<Versioned<CallerProfile>?>().Task))
            .AnswerAsync(Request, CancellationToken.None).AsTask();

        _clock.Advance(TimeSpan.FromMilliseconds(949));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Defaults, Text(await answer));
        Assert.Equal(["elaoms.recall.faults client-data deadline"], _faults);
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task Store_that_holds_its_thread_is_given_up_at_the_deadline_too()
    {
        using var end = new ManualResetEventSlim();
        var answer = SearchData(new(() =>
        {
            end.Wait(Eventually.Bound, CancellationToken.None);
            return true;
        })).AnswerAsync(SearchRequest, token: null, CancellationToken.None).AsTask();

        _clock.Advance(TimeSpan.FromMilliseconds(760));

        Assert.Same(SearchDataAnswer.Nothing, await answer);
        Assert.Equal(["elaoms.search.callers ", "elaoms.recall.faults search-data deadline"], _faults);
        end.Set();
    }

    [Fact]
    public async Task Request_given_up_by_the_caller_is_no_fault()
    {
        using var gone = new CancellationTokenSource();
        var answer = ClientData(new(() => true, new TaskCompletionSource<Versioned<CallerProfile>?>().Task))
            .AnswerAsync(Request, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Search_in_a_store_that_throws_gives_nothing_and_is_counted()
    {
        var search = SearchData(new(() => throw new IOException()));

        Assert.Same(SearchDataAnswer.Nothing, await search.AnswerAsync(SearchRequest, token: null, CancellationToken.None));
        Assert.Same(
            SearchDataAnswer.Nothing, await search.AnswerAsync(new SearchDataRequest("x", 10), token: null, CancellationToken.None));
        Assert.Equal(["elaoms.search.callers ", "elaoms.recall.faults search-data fault"], _faults);
    }

    [Fact]
    public async Task Search_in_a_store_that_never_answers_gives_nothing_just_before_its_own_deadline_and_is_counted()
    {
        var answer = SearchData(new(() => true, new TaskCompletionSource<Versioned<RecordHead>?>().Task))
            .AnswerAsync(SearchRequest, token: null, CancellationToken.None).AsTask();

        _clock.Advance(TimeSpan.FromMilliseconds(759));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Same(SearchDataAnswer.Nothing, await answer);
        Assert.Equal(["elaoms.search.callers ", "elaoms.recall.faults search-data deadline"], _faults);
    }

    [Theory]
    [InlineData("Sam", null, null, "Hello Sam, Sam!")]
    [InlineData("Sam", "unlisted", "es", "Hello Sam, Sam!")]
    [InlineData("Sam", "unlisted", "fr", "Bonjour Sam")]
    [InlineData("Sam", "other", null, "Hi Sam")]
    [InlineData("Sam", "other", "de", "Hallo Sam")]
    [InlineData("Sam", "other", "fr", "Hi Sam")]
    [InlineData("Sam", "silent", "fr", null)]
    [InlineData(null, "other", "de", null)]
    public void Greeting_is_the_agents_own_in_the_callers_language_and_none_without_a_name(
        string? name, string? agent, string? language, string? expected)
        => Assert.Equal(expected, ClientDataAnswer.For(
            new CallerProfile { Revision = 1, Name = name, PreferredLanguage = language }, agent, Settings).FirstMessage);

    [Theory]
    [InlineData("Password", "", null)]
    [InlineData("card", "", null)]
    [InlineData("Mister.", "", null)]
    [InlineData("Mm-hmm", "", null)]
    [InlineData("Search", "", null)]
    [InlineData("Hallo", "", null)]
    [InlineData("April", "April", null)]
    [InlineData("Grantham London", "Grantham London", "Hello Grantham London, Grantham London!")]
    [InlineData("London", "London", null)]
    [InlineData("Vodafone", "Vodafone", null)]
    [InlineData("April Reed", "April Reed", "Hello April Reed, April Reed!")]
    [InlineData("Jürgen", "Jürgen", "Hello Jürgen, Jürgen!")]
    [InlineData("佐藤", "佐藤", "Hello 佐藤, 佐藤!")]
    public void Word_that_is_no_name_by_itself_greets_nobody(string name, string told, string? greeting)
    {
        var answer = ClientDataAnswer.For(new CallerProfile { Revision = 1, Name = name }, agentId: null, Settings);

        Assert.Equal(greeting, answer.FirstMessage);
        Assert.Equal(told, Payload.Json(Text(answer)).GetProperty("dynamic_variables").GetProperty("user_name").GetString());
    }

    [Fact]
    public void Name_that_is_not_sure_is_told_as_that_and_greets_nobody()
    {
        var answer = ClientDataAnswer.For(new CallerProfile { Revision = 1, Name = "Sam", IsNameUnsure = true }, agentId: null, Settings);

        Assert.Null(answer.FirstMessage);
        Assert.Equal("unsure", Payload.Json(Text(answer)).GetProperty("dynamic_variables").GetProperty("user_name_confidence").GetString());
    }

    [Theory]
    [InlineData("a bill", "Hi Sam, last time it was a bill.")]
    [InlineData("", null)]
    public void Greeting_that_can_not_be_filled_is_not_used(string topic, string? expected)
        => Assert.Equal(expected, ClientDataAnswer.For(
            new CallerProfile { Revision = 1, Name = "Sam", LastCallTopic = topic }, "recalling", Settings).FirstMessage);

    [Fact]
    public void Greeting_is_left_out_when_the_name_is_not_sure()
    {
        var answer = ClientDataAnswer.For(new CallerProfile { Revision = 1, Name = "Sam", IsNameUnsure = true }, "other", Settings);

        Assert.Null(answer.FirstMessage);
        Assert.Contains("\"user_name\":\"Sam\"", Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void Variable_that_the_agent_names_otherwise_is_filled_with_the_fact_of_its_kind()
    {
        var defaults = Payload.Json("""{"home_city":"?","call_count":"none"}""").EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        var settings = Settings with { DynamicVariables = defaults };
        var profile = new CallerProfile
        {
            Revision = 1,
            CallCount = 2,
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["home"] = "Oslo" },
        };

        Assert.Contains(
            "\"call_count\":2,\"is_shared_line\":false,\"home_city\":\"Oslo\"", Text(ClientDataAnswer.For(profile, null, settings)),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"call_count\":\"none\",\"is_shared_line\":false,\"home_city\":\"?\"", Text(ClientDataAnswer.For(null, null, settings)),
            StringComparison.Ordinal);
    }

    private static ClientDataRequest Request { get; } = new("+12025550123", null);

    private static SearchDataRequest SearchRequest { get; } = new("x", 10) { CallerId = "+12025550123" };

    private RecallDeadline Reads => new(_metrics, _clock, NullLogger<RecallDeadline>.Instance);

    private RecallCounter Counter => new(new DocumentsInMemory<RecallCounts>(), _clock);

    private SharedLines Lines => new(Settings, _metrics, NullLogger<SharedLines>.Instance);

    private SearchData SearchData(DisturbedDocuments<RecordHead> store) => new(
        new CallerIndexes(RecordHeads.Of(store), _clock), [], new CallerKeys(Settings), Reads, Lines, Counter, Settings, _metrics,
        _clock, NullLogger<SearchData>.Instance);

    private ClientData ClientData(DisturbedDocuments<CallerProfile> profiles)
        => new(profiles, new CallerKeys(Settings), new CallerTokens(Settings, _clock), Reads, Lines, Counter, Settings);

    private async Task<string> AnswerAsync(Task<CallerProfile?> profile)
        => Text(await ClientData(new(() => true, StoredAsync(profile))).AnswerAsync(Request, CancellationToken.None));

    private static async Task<Versioned<CallerProfile>?> StoredAsync(Task<CallerProfile?> profile)
        => await profile is { } read ? new Versioned<CallerProfile>(read, "1", SizeBytes: 0) : null;

    // Token and id are other ones in each answer; CallerTokenTests looks at them.
    private static string Text(ClientDataAnswer answer) => OfThisCall.Replace(Written(answer), "");

    private static string Written(ClientDataAnswer answer)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            answer.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    [GeneratedRegex(
        ",\"(secret__caller_token|user_id)\":\"[A-Za-z0-9_-]*\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfThisCall { get; }
}
