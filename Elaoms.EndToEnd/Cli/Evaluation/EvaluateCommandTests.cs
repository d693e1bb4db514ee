using System.IO.Compression;
using System.Text.Json;
using Elaoms.Cli;
using Xunit;
using Xunit.Abstractions;
using static Elaoms.Tests.Cli.Evaluation.EvaluateProgram;
using static Elaoms.Tests.Cli.Evaluation.InventedCalls;

namespace Elaoms.EndToEnd.Cli.Evaluation;

public sealed class EvaluateCommandTests(ITestOutputHelper log) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Labelled_calls_are_measured_against_their_labels()
    {
        var file = Write(
            _folder["calls.jsonl"],
            Named("right", "Anna Weber").With(("name", "anna  weber", 1)),
            Named("wrong", "Anna Weber").With(("name", "Peter Ross", 1)),
            Named("part", "Anna").With(("name", "anna weber", 1)),
            Named("more", "Anna Weber").With(("name", "weber", 1)),
            Named("unlabelled", "Anna Weber").With(("item", "parcel", 3)),
            Dialogue("missed", "Hello?", "I'd rather not say who I am.").With(("name", "Anna Weber", 1)),
            Named("nobody looked", "Anna Weber"));

        var measure = await MeasureAsync(file);

        Assert.Equal("invented", measure.GetProperty("group").GetString());
        Assert.Equal(7, measure.GetProperty("calls").GetInt32());
        Assert.Equal(26, measure.GetProperty("turns").GetInt32());
        var name = measure.GetProperty("labels").EnumerateArray().Single(label => label.GetProperty("kind").GetString() == "name");
        Assert.Equal(
            [1, 1, 1, 1, 1],
            new[] { "right", "part", "more", "other", "unlabelled" }.Select(match => name.GetProperty(match).GetInt32()));
        AssertProportion(1, 5, name.GetProperty("precision"));
        AssertProportion(1, 5, name.GetProperty("recall"));
        var greetings = measure.GetProperty("greetings");
        AssertProportion(6, 7, greetings.GetProperty("greeted"));
        AssertProportion(2, 4, greetings.GetProperty("wrong"));
        Assert.Equal(1, greetings.GetProperty("unlabelled").GetInt32());
    }

    [Fact]
    public async Task Labelled_secrets_are_looked_for_in_all_that_is_kept()
    {
        var file = Write(
            _folder["calls.jsonl"],
            Dialogue("card", "What is your card number, please?", "It's 4111 1111 1111 1111.")
                .With(("card_number", "4111 1111 1111 1111", 1)),
            Dialogue("seen", "How are you?", "Well, blue kite, as ever.").With(("password", "blue kite", 1)),
            Dialogue("pin", "What is your card number, please?", "It's 4111 1111 1111 1111.").With(("item", "shoes", 1)));

        var measure = await MeasureAsync(file);

        var secrets = measure.GetProperty("secrets").EnumerateArray().ToDictionary(secret => secret.GetProperty("label").GetString()!);
        AssertProportion(0, 1, secrets["card_number"].GetProperty("readable"));
        Assert.Equal(1, secrets["card_number"].GetProperty("redacted").GetInt32());
        AssertProportion(1, 1, secrets["password"].GetProperty("readable"));
        var redactions = measure.GetProperty("redactions");
        Assert.Equal(2, redactions.GetProperty("by_kind").EnumerateObject().Sum(kind => kind.Value.GetInt32()));
        AssertProportion(1, 2, redactions.GetProperty("over_no_secret"));
    }

    [Fact]
    public async Task Every_form_of_a_call_is_read()
    {
        var folder = _folder.Of("archive", "2026");
        Directory.CreateDirectory(folder);
        var payloads = Path.Combine(AppContext.BaseDirectory, "payloads");
        File.Copy(Path.Combine(payloads, "post_call_transcription.03-twilio-inbound-2026-full.json"), Path.Combine(folder, "payload.json"));
        File.Copy(Path.Combine(payloads, "post_call_transcription_otel.json"), Path.Combine(folder, "spans.json"));
        File.Copy(Path.Combine(payloads, "post_call_transcription.09-withheld-caller.json"), Path.Combine(folder, "withheld.json"));
        Write(Path.Combine(folder, "conversations.jsonl"), Conversation("conv_1", "Anna Weber"), Payload("conv_2", "Anna Weber"));
        await using (var zipped = new GZipStream(File.Create(Path.Combine(folder, "zipped.json.gz")), CompressionMode.Compress))
            await JsonSerializer.SerializeAsync(zipped, Payload("conv_3", "Anna Weber"));
        await File.WriteAllTextAsync(Path.Combine(folder, "indented.json"), Payload("conv_4", "Anna Weber").ToString());
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "no call");

        var report = await ReportAsync(_folder["archive"]);

        Assert.Equal(0, report.GetProperty("faults").GetInt32());
        var measure = report.GetProperty("groups").EnumerateArray().Single();
        Assert.Equal(7, measure.GetProperty("calls").GetInt32());
        Assert.Empty(measure.GetProperty("not_learned").EnumerateObject());
    }

    [Fact]
    public async Task Call_that_teaches_nothing_is_counted_with_its_reason()
    {
        var payload = Payload("conv_1", "Anna Weber");
        payload["data"]!["status"] = "failed";

        var measure = await MeasureAsync(Write(_folder["calls.jsonl"], payload, Payload("conv_2", "Anna Weber")));

        Assert.Equal(1, measure.GetProperty("calls").GetInt32());
        Assert.Equal(1, measure.GetProperty("not_learned").GetProperty("The call failed.").GetInt32());
    }

    [Fact]
    public async Task Lines_that_are_no_calls_are_told_by_number_and_keep_no_other_from_being_learned()
    {
        var file = _folder["calls.jsonl"];
        var named = Named("a", "Anna Weber").ToJsonString();
        await File.WriteAllLinesAsync(
            file,
            [
                "not JSON", named, "", "{\"id\":1}", "[]", "{\"turns\":[[\"user\"]]}", named + "}", "{\"turns\":1,\"turns\":2}",
                "{\"turns\":[[\"user\",\"\\ud83d\"]]}", named,
            ]);

        var report = await ReportAsync(file);

        Assert.Equal(2, report.GetProperty("groups")[0].GetProperty("calls").GetInt32());
        Assert.Equal(7, report.GetProperty("faults").GetInt32());
        Assert.Equal(
            [1, 4, 5, 6, 7, 8, 9],
            report.GetProperty("first_faults").EnumerateArray().Select(fault => int.Parse(
                fault.GetString()!.Split("line ")[1].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task File_without_a_call_ends_with_a_failure()
    {
        await File.WriteAllTextAsync(_folder["calls.jsonl"], "{\"a\":\n1}");

        var (code, output) = await RunAsync(_folder["calls.jsonl"]);

        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("No call was found.", output, StringComparison.Ordinal);
        Assert.Contains("1 lines or files are not calls:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_not_there_is_a_wrong_argument()
    {
        var fault = await Assert.ThrowsAsync<CliException>(() => RunAsync(_folder["none.jsonl"]));

        Assert.Equal(ExitCode.Usage, fault.Code);
    }

    [Theory]
    [InlineData]
    [InlineData("calls.jsonl", "--score", "sheet.tsv")]
    [InlineData("calls.jsonl", "--casing", "camel")]
    [InlineData("calls.jsonl", "--sample", "0")]
    [InlineData("calls.jsonl", "--sheet", "sheet.tsv", "--what", "dreams")]
    public async Task Arguments_that_make_no_sense_are_refused(params string[] arguments)
    {
        var (code, _) = await RunAsync(arguments);

        Assert.NotEqual(ExitCode.Success, code);
        Assert.Empty(_folder.Listing());
    }

    [Fact]
    public async Task Text_names_groups_kinds_and_intervals()
    {
        var (code, output) = await RunAsync(Write(_folder["calls.jsonl"], Named("a", "Anna Weber").With(("name", "Anna Weber", 1))));

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("== invented: 1 calls learned, 4 turns (2 of callers)", output, StringComparison.Ordinal);
        Assert.Contains("1 of 1: 1.000 (0.207-1.000)", output, StringComparison.Ordinal);
        Assert.Contains("last_call_summary is empty:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Casing_changes_the_callers_words_only()
    {
        var file = Write(_folder["calls.jsonl"], Dialogue("a", "May I have your name?", "my name is Anna Weber.", "Thank You.", "Bye."));
        var sheet = _folder["sheet.tsv"];

        await RunAsync(file, "--casing", "upper", "--sheet", sheet, "--what", "errands");

        Assert.Equal("MY NAME IS ANNA WEBER. | BYE.", (await Cells(sheet))[1][3]);
    }

    [Fact]
    public async Task Sample_is_the_same_for_the_same_seed()
    {
        var file = Write(_folder["calls.jsonl"], [.. Enumerable.Range(0, 30).Select(number => Named($"call {number}", "Anna Weber"))]);

        var sheets = new List<string>();
        foreach (var (name, seed) in new[] { ("one", "5"), ("two", "5"), ("three", "6") })
        {
            await RunAsync(file, "--sample", "4", "--seed", seed, "--sheet", _folder[name], "--what", "errands");
            sheets.Add(await File.ReadAllTextAsync(_folder[name]));
        }

        Assert.Equal(5, sheets[0].TrimEnd().Split('\n').Length);
        Assert.Equal(sheets[0], sheets[1]);
        Assert.NotEqual(sheets[0], sheets[2]);
    }

    [Fact]
    public async Task Sheet_has_facts_beside_the_words_they_rest_on_and_is_the_owners()
    {
        var file = Write(_folder["calls.jsonl"], Named("a", "Anna Weber"), Named("b", "Peter Ross"));
        var sheet = _folder["sheet.tsv"];

        var (code, output) = await RunAsync(file, "--sheet", sheet);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains(sheet, output, StringComparison.Ordinal);
        var lines = await Cells(sheet);
        Assert.Equal(["call", "kind", "value", "words", "agent", "confidence", "verdict", "error"], lines[0]);
        string[] expected = ["a", "name", "Anna Weber", "Hello, my name is Anna Weber.", "Hello, how can I help?", "confirmed", "", ""];
        Assert.Contains(lines, line => line.SequenceEqual(expected));
        UnixMode.AssertIs(UnixMode.OwnerFile, sheet);
        await Assert.ThrowsAsync<CliException>(() => RunAsync(file, "--sheet", sheet));
    }

    [Fact]
    public async Task Callers_words_are_neither_a_formula_nor_columns_of_a_sheet()
    {
        var file = Write(_folder["calls.jsonl"], Dialogue("a", "Hello?", "=1+1\tor \"two\"\nlines"));

        await RunAsync(file, "--sheet", _folder["sheet.tsv"], "--what", "errands");

        var row = (await Cells(_folder["sheet.tsv"]))[1];
        Assert.Equal(8, row.Length);
        Assert.Equal("'=1+1 or 'two' lines", row[3]);
    }

    [Fact]
    public async Task Sheet_has_greetings_profiles_and_errands_when_they_are_asked_for()
    {
        var file = Write(_folder["calls.jsonl"], Named("a", "Anna Weber"), Dialogue("b", "Hello?", "Bye."));

        foreach (var what in new[] { "greetings", "profiles", "errands" })
            await RunAsync(file, "--sheet", _folder[what], "--what", what);

        var greeting = (await Cells(_folder["greetings"]))[1];
        Assert.Equal(["a", "greeting", "Anna Weber", "Hello, my name is Anna Weber."], greeting[..4]);
        Assert.Equal(["a", "b"], (await Cells(_folder["errands"]))[1..].Select(line => line[0]));
        Assert.Equal("Hello, my name is Anna Weber. | I want to ask about my parcel.", (await Cells(_folder["errands"]))[1][3]);
        Assert.All((await Cells(_folder["profiles"]))[1..], line => Assert.Equal("profile", line[1]));
    }

    [Fact]
    public async Task Score_counts_the_verdicts_of_a_sheet()
    {
        var sheet = _folder["sheet.tsv"];
        await File.WriteAllTextAsync(sheet, """
            call	kind	value	words	agent	confidence	verdict	error
            a	name	Anna	x	y		right	
            b	name	Uh	x	y		WRONG	no name
            c	name	Peter	x	y		right	
            d	likes	it	x	y		junk	cut
            e	likes	tea	x	y			

            """);

        var (code, output) = await RunAsync("--score", sheet);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("4 rows judged, 1 not", output, StringComparison.Ordinal);
        Assert.Contains("| name | 3 | 2 | 1 | 0 | 0.667 | 0.208-0.939 |", output, StringComparison.Ordinal);
        Assert.Contains("| likes | 1 | 0 | 0 | 1 | 0.000 | 0.000-0.793 |", output, StringComparison.Ordinal);
        Assert.Contains("| all | 4 | 2 | 1 | 1 |", output, StringComparison.Ordinal);
        Assert.Contains("errors: cut 1, no name 1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call\tkind\tverdict\na\tname\tmaybe\n", "line 2")]
    [InlineData("call\tvalue\na\tb\n", "is not a sheet")]
    [InlineData("", "is not a sheet")]
    public async Task Score_refuses_what_is_no_filled_sheet(string content, string reason)
    {
        await File.WriteAllTextAsync(_folder["sheet.tsv"], content);

        var fault = await Assert.ThrowsAsync<CliException>(() => RunAsync("--score", _folder["sheet.tsv"]));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_sets_are_read_without_a_fault_where_they_are_there()
    {
        var sets = Path.GetFullPath(Path.Combine(ArchitectureTests.Root(), "..", "shared", "calls"));
        if (!Directory.Exists(sets))
        {
            log.WriteLine("The public sets are not there: nothing was tried with them.");
            return;
        }

        foreach (var set in Directory.EnumerateFiles(sets, "*.jsonl"))
        {
            var report = await ReportAsync(set, "--sample", "8");

            Assert.Equal(0, report.GetProperty("faults").GetInt32());
            Assert.Equal(8, report.GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("calls").GetInt32()));
        }
    }

    private static async Task<List<string[]>> Cells(string sheet)
        => [.. (await File.ReadAllLinesAsync(sheet)).Select(line => line.Split('\t'))];

    private static void AssertProportion(int count, int of, JsonElement proportion)
    {
        Assert.Equal(count, proportion.GetProperty("count").GetInt32());
        Assert.Equal(of, proportion.GetProperty("of").GetInt32());
    }
}
