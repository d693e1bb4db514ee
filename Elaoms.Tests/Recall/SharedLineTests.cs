using System.Text;
using System.Text.Json;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Indexing;
using Elaoms.Tests.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>What is told on a line that many people share.</summary>
public sealed class SharedLineTests() : RecallTests(loggedEvent: 3004)
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere") with
    {
        DynamicVariables = Payload.Json("""{"plan":"none","user_name":"there"}""").EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
    };

    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerKey Sam = Keys.Of(SampleRecords.Sam, Tenants.Default);

    // Four people: the line is shared.
    private static readonly CallerRecord Hotel = Line(
        ("Anna Berg", "I keep parrots in Oslo."), ("Tom Holm", "My parrots are loud."), ("Eva Lund", "Parrots? I never said so."),
        ("Anna Berg", "The parrots moved to Rome."), ("Max Krug", "No parrots here."));

    [Fact]
    public async Task Start_of_a_call_tells_that_the_line_is_shared_and_nothing_else()
    {
        var profile = ProfileBuilder.Build(Hotel) with
        {
            Name = "Anna",
            IsNameUnsure = false,
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["plan"] = "gold" },
        };
        Assert.NotEmpty(profile.LastCallSummary);

        var answer = await ClientDataAsync(profile, Settings);

        Assert.Equal(
            """
            {"type":"conversation_initiation_client_data","dynamic_variables":{"user_name":"there","user_profile_summary":"",
            "last_call_summary":"","last_call_date":"","open_requests":"","preferred_language":"","user_name_confidence":"",
            "call_count":0,"is_shared_line":true,"plan":"none","secret__caller_token":"T"},"user_id":"U"}
            """.ReplaceLineEndings(""),
            Written(answer with { CallerToken = "T", UserId = "U" }));
        Assert.NotEqual("", answer.CallerToken);
        Assert.Equal(Keys.UserIdOf(Sam), answer.UserId);
    }

    [Theory]
    [InlineData("false", null, "false")]
    [InlineData("\"no\"", null, "\"no\"")]
    [InlineData("\"no\"", 1, "false")]
    [InlineData("\"no\"", 4, "true")]
    public async Task Default_of_ones_own_stands_where_nothing_is_known(string fallback, int? people, string expected)
    {
        var settings = Settings with
        {
            DynamicVariables = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["is_shared_line"] = Payload.Json(fallback) },
        };
        var profile = people is { } count ? new CallerProfile { Revision = 1, PeopleOnLine = count } : null;

        var variables = Payload.Json(Written(await ClientDataAsync(profile, settings))).GetProperty("dynamic_variables");

        Assert.Equal(expected, variables.GetProperty("is_shared_line").GetRawText());
        Assert.Single(variables.EnumerateObject(), variable => variable.Name == "is_shared_line");
    }

    [Theory]
    [InlineData(4, 20, 3, 3, "19,19,19", false)]
    [InlineData(4, 20, 3, 4, "", true)]
    [InlineData(4, 20, 3, 0, "40,20,20", true)]
    [InlineData(4, 20, 3, 0, "99,99", false)]
    [InlineData(4, 20, 3, 0, "99,99,19", false)]
    [InlineData(0, 20, 3, 32, "", false)]
    [InlineData(4, 0, 1, 0, "99", false)]
    [InlineData(0, 0, 1, 32, "99", false)]
    [InlineData(20, 9, 1, 0, "9", true)]
    public void Line_is_shared_by_names_or_by_calls_under_the_settings_of_the_moment(
        int names, int calls, int days, int people, string busiest, bool isShared)
    {
        var profile = new CallerProfile
        {
            Revision = 1,
            PeopleOnLine = people,
            BusiestDays = [.. busiest.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
        };

        Assert.Equal(isShared, profile.IsSharedLine(new SharedLineSettings { Names = names, CallsPerDay = calls, Days = days }));
    }

    [Fact]
    public void Profile_from_before_is_of_no_shared_line()
    {
        var profile = JsonSerializer.Deserialize("""{"revision":1,"call_count":900}""", CallerJson.Default.CallerProfile)!;

        Assert.False(profile.IsSharedLine(new SharedLineSettings { Names = 2, CallsPerDay = 1, Days = 1 }));
    }

    [Fact]
    public async Task Search_finds_nothing_whatever_other_engines_find()
    {
        var answer = await SearchAsync(Hotel, SharedLineSearch.Off, "What did Anna Berg say of parrots?", "c0-turn-1", "c1-turn-1");

        Assert.Same(SearchDataAnswer.Nothing, answer);
    }

    [Fact]
    public async Task Record_of_the_first_form_is_of_a_shared_line_too()
        => Assert.Same(
            SearchDataAnswer.Nothing, await SearchAsync(Hotel.FormerHead(), SharedLineSearch.Off, "What did Anna Berg say of parrots?"));

    [Fact]
    public async Task Line_is_counted_and_logged_without_its_number_and_names()
    {
        await SearchAsync(Hotel, SharedLineSearch.Off, "parrots");
        await ClientDataAsync(ProfileBuilder.Build(Hotel), Settings);
        await ClientDataAsync(ProfileBuilder.Build(SampleRecords.Empty), Settings);

        Assert.Equal(
            [
                $"3004 search-data: many people share the line of caller {Sam.Abbreviation} (4 gave a name, 5 calls on the busiest day)",
                $"3004 client-data: many people share the line of caller {Sam.Abbreviation} (4 gave a name, 5 calls on the busiest day)",
            ],
            Log.Written);
        Assert.Equal(
            (1, 1),
            (Measured.Sum("elaoms.recall.shared.lines{route=search-data}"),
                Measured.Sum("elaoms.recall.shared.lines{route=client-data}")));
    }

    [Theory]
    [InlineData("What did Anna Berg say of parrots?")]
    [InlineData("parrots of Dr. anna bérg")]
    [InlineData("Anna Berg's parrots")]
    [InlineData("ANNA BERG’S parrots")]
    public async Task Whole_name_in_a_query_opens_the_calls_in_which_it_was_given(string query)
    {
        var answer = await SearchAsync(Hotel, SharedLineSearch.Name, query);

        Assert.Equal(["c0-turn-1", "c3-turn-1"], answer.Memories.Select(found => found.Memory.Id).Where(id => id.EndsWith('1')).Order());
        Assert.Null(answer.Profile);
        Assert.DoesNotContain("Tom", Written(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parrots")]
    [InlineData("What did Anna say of parrots?")]
    [InlineData("Mrs. Berg's parrots")]
    [InlineData("Anna Bergström parrots")]
    [InlineData("Johanna Berg parrots")]
    [InlineData("parrots of Anna Berg and of Tom Holm")]
    [InlineData("parrots of Peter Moss")]
    [InlineData("")]
    public async Task Query_that_names_nobody_wholly_or_two_people_finds_nothing(string query)
        => Assert.Same(SearchDataAnswer.Nothing, await SearchAsync(Hotel, SharedLineSearch.Name, query));

    [Fact]
    public async Task Engines_find_what_is_in_those_calls_alone()
    {
        var answer = await SearchAsync(Hotel, SharedLineSearch.Name, "what about Anna Berg", "c1-turn-1", "c3-turn-1", "c4-turn-0");

        Assert.Contains("c3-turn-1", answer.Memories.Select(found => found.Memory.Id));
        Assert.All(answer.Memories, found => Assert.Contains(found.Memory.ConversationId, new[] { "c0", "c3" }));
    }

    [Fact]
    public async Task Call_that_gave_another_name_too_and_one_that_gave_a_part_belong_to_nobody()
    {
        var line = Line(
            ("Anna Berg", "First parrots."), ("Tom Holm", "Second parrots."), ("Eva Lund", "Third parrots."), ("Max Krug", "No parrots."),
            ("Anna", "Fifth parrots."), ("Anna Berg|Tom Holm", "Sixth parrots."), ("Anna Berg|Anna", "Seventh parrots."),
            ("Anna Berg Lund", "Eighth parrots."));

        Assert.Equal(["c0", "c6"], await CallsAsync(line, "Anna Berg parrots"));
        Assert.Equal(["c7"], await CallsAsync(line, "Anna Berg Lund parrots"));
        Assert.Empty(await CallsAsync(line, "Anna parrots"));
    }

    [Fact]
    public async Task Words_of_others_show_neither_in_counts_nor_in_what_is_over()
    {
        var line = Line(
            ("Anna Berg", "Parrots live in Oslo."), ("Tom Holm", "Parrots live in Oslo."), ("Eva Lund", "Hello."), ("Max Krug", "Bye."));
        var rome = SampleRecords.Extracted("c9", 9);
        line = line.With(rome with { Facts = [Said("c9", 9, "name", "Tom Holm"), Said("c9", 9, "home", "Rome")] });
        line = line with { Facts = [Said("c0", 0, "home", "Oslo", turn: 1), .. line.Facts] };

        var answer = await SearchAsync(line, SharedLineSearch.Name, "Anna Berg parrots");

        var found = Assert.Single(answer.Memories, found => found.Memory.Id == "c0-turn-1");
        Assert.Equal((1, "c0"), (found.Count, found.Memory.ConversationId));
        Assert.Empty(found.Over);
    }

    [Fact]
    public async Task Newest_call_is_searched_alone()
    {
        var answer = await SearchAsync(Hotel, SharedLineSearch.Newest, "parrots", "c0-turn-1", "c1-turn-1");

        Assert.Equal(["No parrots here.", "This is Max Krug."], answer.Memories.Select(found => found.Memory.Text));
        Assert.Null(answer.Profile);
    }

    [Fact]
    public async Task Line_that_is_not_shared_is_searched_as_ever()
    {
        var answer = await SearchAsync(Line(("Anna Berg", "My parrots."), ("Tom Holm", "Loud parrots.")), SharedLineSearch.Name, "parrots");

        Assert.Equal(2, answer.Memories.Count(found => found.Memory.Text.Contains("parrots", StringComparison.Ordinal)));
        Assert.NotNull(answer.Profile);
    }

    private async Task<IEnumerable<string>> CallsAsync(CallerRecord record, string query)
        => (await SearchAsync(record, SharedLineSearch.Name, query)).Memories
            .Select(found => found.Memory.ConversationId).Distinct().Order();

    private async Task<ClientDataAnswer> ClientDataAsync(CallerProfile? profile, ElaomsSettings settings)
    {
        var profiles = new DocumentsInMemory<CallerProfile>();
        if (profile is not null)
            await profiles.TryWriteAsync(Sam, profile, replaces: null, CancellationToken.None);
        var client = new ClientData(profiles, Keys, new CallerTokens(settings, Clock), Deadline, Lines(settings), Counter, settings);
        return await client.AnswerAsync(new ClientDataRequest("+12025550123", AgentId: null), CancellationToken.None);
    }

    private Task<SearchDataAnswer> SearchAsync(CallerRecord record, SharedLineSearch permitted, string query, params string[] others)
        => SearchAsync(record.Head(), permitted, query, others);

    private async Task<SearchDataAnswer> SearchAsync(RecordHead head, SharedLineSearch permitted, string query, params string[] others)
    {
        var records = new DocumentsInMemory<RecordHead>();
        await records.TryWriteAsync(Sam, head, replaces: null, CancellationToken.None);
        var settings = Settings with { SharedLines = new SharedLineSettings { Search = permitted } };
        using var indexes = new CallerIndexes(RecordHeads.Of(records), Clock);
        var engine = new ScriptedEngine { OnSearch = (_, _) => Task.FromResult<IReadOnlyList<string>>(others) };
        var search = new SearchData(
            indexes, others.Length > 0 ? [engine] : [], Keys, Deadline, Lines(settings), Counter, settings, Metrics, Clock,
            NullLogger<SearchData>.Instance);
        return await search.AnswerAsync(
            new SearchDataRequest(query, 50) { CallerId = "+12025550123" }, token: null, CancellationToken.None);
    }

    private RecallCounter Counter => new(new DocumentsInMemory<RecallCounts>(), Clock);

    private RecallDeadline Deadline => new(Metrics, Clock, NullLogger<RecallDeadline>.Instance);

    private SharedLines Lines(ElaomsSettings settings) => new(settings, Metrics, Logs.CreateLogger<SharedLines>());

    // A call each: the caller says a name, or several, and then something.
    private static CallerRecord Line(params (string Names, string Said)[] calls) => calls.Index().Aggregate(
        SampleRecords.Empty,
        (record, call) =>
        {
            var id = $"c{call.Index}";
            var extracted = SampleRecords.Extracted(id, call.Index);
            var start = extracted.Call.StartedAt;
            return record.With(new ExtractedCall(
                extracted.Call,
                [.. call.Item.Names.Split('|').Select(name => Said(id, call.Index, "name", name))],
                [
                    Memory($"This is {call.Item.Names}.", 0), Memory(call.Item.Said, 1),
                ]));

            Memory Memory(string text, int turn)
                => new($"{id}-turn-{turn}", text, Sector.Episodic, Salience.Low, start.AddSeconds(turn), "user", id, turn);
        });

    private static Fact Said(string conversation, int hour, string key, string value, int turn = 0) => new(
        key, value, FixedClock.Start.AddHours(hour), new FactSource(conversation, FactSource.Statement, turn),
        Basis: FactBasis.SelfIdentified);

    private static string Written(ClientDataAnswer answer) => Written(answer.WriteTo);

    private static string Written(SearchDataAnswer answer) => Written(answer.WriteTo);

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            write(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
