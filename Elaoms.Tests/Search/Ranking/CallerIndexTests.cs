using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class CallerIndexTests
{
    [Fact]
    public void Query_of_more_words_than_count_is_answered_also_where_it_names_a_date()
    {
        var index = Said.Index(Said.Call("c", 1, "I keep parrots.", "The kettle broke."));
        var words = string.Join(' ', Enumerable.Range(0, 70).Select(i => $"word{i}x"));

        Assert.Empty(index.Texts($"May 2026 {words} parrots"));
        Assert.Equal(["I keep parrots."], index.Texts($"parrots May 2026", 1));
    }

    [Fact]
    public void Search_puts_the_rarer_word_first()
    {
        var index = Index("order one", "order two", "order three parrots", "order four");

        Assert.Equal("order three parrots", index.Texts("my order of parrots").First());
        Assert.Equal(4, index.Search("my order of parrots", 10).Count);
        Assert.Equal(2, index.Search("order", 2).Count);
        Assert.Empty(index.Search("penguin", 10));
    }

    [Fact]
    public void Search_puts_the_shorter_text_and_the_more_often_said_word_first()
    {
        Assert.Equal("the parrot", Index("a parrot and very many other words beside it", "the parrot").Texts("parrots").First());
        Assert.Equal("parrot parrot cat", Index("parrot dog cat", "parrot parrot cat").Texts("parrot").First());
    }

    [Fact]
    public void Search_finds_other_forms_of_irregular_words()
        => Assert.Equal(
            "We went there and bought mice.", Index("We went there and bought mice.", "A parrot.").Texts("buying a mouse").First());

    [Fact]
    public void Search_finds_the_answer_by_the_words_of_the_question_before_it()
    {
        var index = Said.Index(
            Said.Call("a", 1, "agent: What is the name of your parrot?", "Kiki.", "agent: Thank you.", "Goodbye then."),
            Said.Call("b", 2, "Something else.", "Entirely."));

        Assert.Equal(["Kiki.", "What is the name of your parrot?"], index.Texts("name of the parrot", 2));
    }

    [Fact]
    public void Search_gives_more_of_a_question_than_of_a_statement_to_the_turn_after_it()
    {
        var index = Said.Index(
            Said.Call("a", 1, "agent: Did you see the parrot?", "Kiki's one."),
            Said.Call("b", 2, "agent: I did see the parrot.", "Nice one."));

        Assert.Equal("Kiki's one.", index.Texts("parrot").First(text => text.Contains("one", StringComparison.Ordinal)));
    }

    [Fact]
    public void Search_finds_what_was_said_near_the_words_and_nothing_of_another_call()
    {
        var index = Said.Index(Said.Call("a", 1, "one", "two", "parrot", "four", "five", "six"), Said.Call("b", 2, "one more", "two more"));

        Assert.Equal(["parrot", "four", "two", "five", "one"], index.Texts("parrot"));
        Assert.Equal(["parrot", "one"], Said.Index(Said.Call("a", 1, "one", "parrot"), Said.Call("b", 2, "two", "three")).Texts("parrot"));
    }

    [Fact]
    public void Search_puts_the_call_first_that_is_about_it()
    {
        var index = Said.Index(
            Said.Call("a", 1, "The parrot landed.", "The sun rose.", "It rained.", "It squeaks.", "The cage squeaks."),
            Said.Call("b", 2, "The parrot arrived.", "The sun shone.", "It snowed.", "It hissed.", "A kettle whistled."));

        Assert.Equal("The parrot landed.", index.Texts("parrot cage").First(text => text.Contains("parrot", StringComparison.Ordinal)));
        Assert.Equal("The cage squeaks.", index.Texts("parrot cage").First());
    }

    [Theory]
    [InlineData("what did the caller say of the parrot", "user: The parrot is ill.")]
    [InlineData("my parrot", "user: The parrot is ill.")]
    [InlineData("what did the agent say of the parrot", "agent: The parrot is dear.")]
    [InlineData("what did Sandra say of the parrot", "agent: The parrot is dear.")]
    [InlineData("what does Miguel say of the parrot", "user: The parrot is ill.")]
    public void Search_puts_first_what_the_one_it_names_has_said(string query, string expected)
    {
        string[] greetings = ["agent: Hello Miguel!", "user: Hi Sandra!", "agent: Thanks, Miguel.", "user: Bye, Sandra."];
        var index = Said.Index(
            Said.Call("a", 1, greetings),
            Said.Call("b", 2, ["agent: Good morning, Miguel!", "user: Morning, Sandra!"]),
            Said.Call(
                "c", 3, "agent: The parrot is dear.", "user: Indeed it is.", "agent: Surely.", "user: Bye now.",
                "user: The parrot is ill."));

        var found = index.Search(query, 1)[0].Memory;

        Assert.Equal(expected, $"{found.Role}: {found.Text}");
    }

    [Fact]
    public void Search_takes_what_nobody_said_for_both_sides()
    {
        var summary = new Memory(
            "s", "The parrot is dear.", Sector.Episodic, Salience.Low, FixedClock.Start.AddYears(-1), Role: null, "b", Turn: null);

        Assert.Equal("s", Said.Index(Said.Call("a", 1, "agent: The parrot is dear."), [summary])
            .Search("what did the caller say of the parrot", 2)[0].Memory.Id);
    }

    [Fact]
    public void Search_puts_a_question_of_a_few_words_before_the_long_speech_that_follows_it()
        => Assert.Equal(
            "Parrot?",
            Said.Index(Said.Call("a", 1, "Parrot?", string.Join(' ', Enumerable.Range(1, 1000).Select(i => $"word{i}"))))
                .Texts("parrot").First());

    [Fact]
    public void Search_puts_a_better_answer_before_one_of_a_short_call_about_it()
    {
        string[] further = [.. Enumerable.Range(0, 30).Select(i => $"further{i} matters{i}")];
        var others = Enumerable.Range(0, 20).Select(i => Said.Call($"o{i}", 1 + i, $"another{i} matter{i}"));

        Assert.Equal(
            "A green parrot.",
            Said.Index([Said.Call("a", 1, ["A green parrot.", .. further]), Said.Call("b", 2, "A parrot."), .. others])
                .Texts("green parrot").First());
    }

    [Fact]
    public void Search_knows_the_caller_by_a_fact_too()
    {
        var record = SampleRecords.With(("first_name", "Miguel")) with
        {
            Memories = Said.Call("a", 1, "agent: The parrot is dear.", "user: Yes.", "agent: Well.", "user: The parrot is ill."),
        };

        Assert.Equal("The parrot is ill.", new CallerIndex(record).Texts("Miguel parrot").First());
        Assert.Equal("First name: Miguel.", new CallerIndex(record).Texts("Miguel").First());
    }

    [Theory]
    [InlineData("What parrot was it in April?", "a")]
    [InlineData("parrot on 2026-04-03", "a")]
    [InlineData("parrot, 3 April", "a")]
    [InlineData("parrot May 20th", "b")]
    [InlineData("parrot in 2025", "c")]
    [InlineData("parrot of the last call", "b")]
    [InlineData("When was the parrot bought?", "d")]
    public void Search_puts_first_what_is_of_the_time_it_names(string query, string expected)
    {
        var index = Said.Index(
            Said.Call("a", new DateTimeOffset(2026, 4, 3, 9, 0, 0, TimeSpan.Zero), "The parrot eats nuts."),
            Said.Call("b", 20, "The parrot eats fruit."),
            Said.Call("c", new DateTimeOffset(2025, 11, 1, 9, 0, 0, TimeSpan.Zero), "The parrot eats bread."),
            Said.Call("d", 1, "The parrot came yesterday."));

        Assert.Equal(expected, index.Search(query, 10)[0].Memory.ConversationId);
    }

    [Fact]
    public void Search_of_a_date_alone_finds_what_was_said_then()
        => Assert.Equal(
            ["Something."],
            Said.Index(Said.Call("a", 1, "Something."), Said.Call("b", 20, "Something else.")).Texts("what was it on 1 May?"));

    [Fact]
    public void Search_puts_a_statement_before_a_question()
        => Assert.Equal("A parrot.", Said.Index(Said.Call("a", 1, "A parrot."), Said.Call("b", 2, "A parrot?")).Texts("parrot").First());

    [Theory]
    [InlineData("the parrot's cage", "The cage of my parrot broke. Can you help?")]
    [InlineData("my parrot's cage", "The cage of my parrot broke. Can you help?")]
    [InlineData(
        "what the agent said of the parrot's cage",
        "I'm sorry that the cage of your parrot broke. A parrot needs its cage, so here is what helps.")]
    public void Search_puts_what_the_caller_said_before_the_reply_that_says_it_again_unless_the_agent_is_asked_for(
        string query, string expected)
    {
        var index = Said.Index(
            Said.Call(
                "a",
                1,
                "The cage of my parrot broke. Can you help?",
                "agent: I'm sorry that the cage of your parrot broke. A parrot needs its cage, so here is what helps.",
                "Thanks for that."),
            Said.Call("b", 2, "It rained all day.", "agent: So it did."));

        Assert.Equal(expected, index.Texts(query).First());
    }

    [Fact]
    public void Search_spreads_what_it_finds_over_calls_that_answer_alike()
    {
        string[] often = [.. Enumerable.Range(0, 4).Select(i => $"The parrot and {i} more.")];
        var index = Said.Index(
            Said.Call("a", 3, often), Said.Call("b", 2, "The parrot and some more."), Said.Call("c", 1, "The parrot and others more."));

        Assert.Equal(["a", "b", "c"], index.Search("parrot", 5).Select(found => found.Memory.ConversationId).Distinct().Order());
    }

    [Fact]
    public void Search_with_a_date_finds_nothing_of_the_date_that_has_no_word_of_the_query()
    {
        var index = Said.Index(Said.Call("a", 1, "Something."), Said.Call("b", 20, "The parrot came."));

        Assert.Equal(["The parrot came."], index.Texts("the parrot on 1 May"));
    }

    [Theory]
    [InlineData("In which order did I bring up the parrot and the cage?", "parrot and cage")]
    [InlineData("Can you remind me what I mentioned about the parrot?", "parrot")]
    [InlineData("Do you remember the parrot we discussed in our conversations?", "parrot")]
    [InlineData("the parrot in our last call", "parrot of the last call")]
    public void Search_does_not_look_for_the_words_that_wrap_a_query(string query, string plain)
    {
        var index = Said.Index(
            Said.Call(
                "a", 1, "A parrot has a cage.", "Remind me of the order, as discussed.", "Bring it up, and mention it in conversations."),
            Said.Call("b", 2, "Call me last.", "The parrot is fine."));

        Assert.Equal(index.Texts(plain), index.Texts(query));
    }

    [Fact]
    public void Search_says_how_relevant_each_result_is_and_more_of_better_ones()
    {
        var found = Index("The parrot is green.", "A kettle broke.", "It rained.", "Snow fell.").Search("green parrot", 10);

        Assert.True(found[0].Relevance > 0.25);
        Assert.All(found, one => Assert.InRange(one.Relevance, 0, 1));
        Assert.Equal(found.Select(one => one.Relevance).OrderDescending(), found.Select(one => one.Relevance));
        Assert.True(found[^1].Relevance < 0.1);
    }

    [Fact]
    public void Search_of_a_few_turns_that_all_have_the_word_finds_them_though_the_rest_was_never_said()
        => Assert.Equal(2, Index("The parrot is green.", "The parrot is fine.").Search("parrot food", 10).Count);

    [Theory]
    [InlineData("Which penguins, ostriches and giraffes did the zoo of Rotterdam buy with the parrot?")]
    [InlineData("penguin")]
    public void Search_finds_nothing_where_hardly_anything_of_the_query_was_said(string query)
        => Assert.Empty(Index("The parrot is green.", "A kettle broke.", "It rained.", "Snow fell.").Search(query, 10));

    [Theory]
    [InlineData("what is it about?")]
    [InlineData("on 6 October")]
    public void Search_that_asks_for_nothing_or_a_time_alone_has_the_least_relevance(string query)
        => Assert.All(Index("A parrot.", "A kettle.").Search(query, 10), one => Assert.Equal(0.07, one.Relevance));

    [Fact]
    public void Search_of_the_last_call_finds_what_was_said_in_it()
        => Assert.Equal(
            ["Something else."],
            Said.Index(Said.Call("a", 1, "Call me last."), Said.Call("b", 20, "Something else."))
                .Texts("Can you tell me what the last call was about?"));

    [Theory]
    [InlineData("Wann kam der Papagei?", "Der Papagei kam im Juni.", "Ich habe einen Papagei, und der ist schön.", "Das ist gut.")]
    [InlineData("die Lieferungen", "Die Lieferung ist noch nicht da.", "Ich warte auf das, was ich bestellt habe.", "Es ist gut.")]
    [InlineData("¿Cuándo llegó el loro?", "El loro llegó en junio.", "Yo tengo un loro y es muy bonito.", "Eso es todo lo que hay.")]
    [InlineData("mis pedidos", "El pedido no ha llegado.", "Yo espero lo que he comprado.", "Eso es todo.")]
    [InlineData(
        "Quand est venu le perroquet ?", "Le perroquet est venu en juin.", "J'ai un perroquet et il est beau.",
        "C'est tout ce que je voulais.")]
    [InlineData("mes commandes", "La commande n'est pas là.", "J'attends ce que j'ai acheté.", "C'est tout.")]
    public void Search_works_in_other_languages(string query, string expected, params string[] others)
    {
        Memories(out var index, [expected, .. others]);

        Assert.Equal(expected, index.Texts(query).First());
    }

    [Fact]
    public void Search_of_common_words_of_another_language_gives_what_matters_most()
    {
        Memories(out var index, ["Ich habe es nicht und das ist es auch.", "Wir sind es."]);

        Assert.Equal(2, index.Search("was ist es mit dem", 10).Count);
    }

    [Fact]
    public void Search_of_equals_puts_the_more_salient_and_then_the_newer_and_then_the_first_first()
    {
        var at = FixedClock.Start;
        Memory[] memories =
        [
            Memory("1", Salience.Low, at), Memory("2", Salience.Low, at.AddDays(1)), Memory("3", Salience.Medium, at),
            Memory("4", Salience.Low, at),
        ];

        Assert.Equal(["3", "2", "1", "4"], Ids(memories));
        Assert.Equal(["3", "2", "1", "4"], Ids([.. memories.Reverse()]));

        static IEnumerable<string> Ids(Memory[] memories) => Said.Index(memories).Search("parrot", 10).Select(found => found.Memory.Id);

        static Memory Memory(string id, double salience, DateTimeOffset at)
            => new(id, "parrot", Sector.Episodic, salience, at, Role: null, "c", Turn: null);
    }

    [Fact]
    public void Search_does_not_bury_what_is_asked_for_under_what_is_salient_or_new()
    {
        var salient = new Memory(
            "s", "A parrot, a dog, a cat and more of the kind.", Sector.Semantic, Salience.High, FixedClock.Start.AddYears(1), Role: null,
            "b", Turn: null);

        Assert.Equal(
            "A parrot that whistles.",
            Said.Index(Said.Call("a", 1, "A parrot that whistles."), [salient]).Texts("whistling parrot").First());
    }

    [Fact]
    public void What_the_same_side_said_again_is_found_once_as_it_was_said_last()
    {
        var index = Said.Index(
            Said.Call("c", 3, "agent: A parrot, then.", "That is a parrot."),
            Said.Call("b", 9, "That is a  PARROT!", "agent: That is a parrot."),
            Said.Call("a", 2, "that is, a parrot"));

        var found = index.Search("parrot", 10);

        Assert.Equal(
            [("b-turn-0", 3)], found.Where(memory => memory.Memory.Role == "user").Select(memory => (memory.Memory.Id, memory.Count)));
        Assert.Equal([1, 1], found.Where(memory => memory.Memory.Role == "agent").Select(memory => memory.Count));
        Assert.Equal("b-turn-0", index.Find("a-turn-0")!.Memory.Id);
        Assert.Equal(index.Find("b-turn-0"), index.Find("c-turn-1"));
        Assert.Null(index.Find("d-turn-0"));
        Assert.Equal(2, index.Search("what is it", 10).Count(memory => memory.Memory.Role == "agent"));
    }

    [Fact]
    public void What_was_said_again_is_found_by_what_was_around_it_at_any_time()
    {
        var index = Said.Index(
            Said.Call("a", 1, "agent: Is the parrot green?", "Yes, it is."), Said.Call("b", 2, "agent: Is it raining?", "Yes, it is."));

        Assert.Equal(["b-turn-1", "a-turn-0"], index.Search("parrot", 2).Select(found => found.Memory.Id));
    }

    [Fact]
    public void Turns_are_neighbours_by_their_position()
    {
        string[] turns = [.. Enumerable.Range(0, 12).Select(i => i == 2 ? "parrot" : $"word{i}")];

        Assert.Equal([2, 3, 1, 4, 0], Said.Index(Said.Call("a", 1, turns)).Search("parrot", 10).Select(found => found.Memory.Turn!.Value));
    }

    [Fact]
    public void What_nobody_said_is_not_folded_nor_are_texts_without_words()
    {
        Memory[] memories = [.. Enumerable.Range(0, 2).Select(i =>
            new Memory($"{i}", "About a parrot.", Sector.Episodic, Salience.Medium, FixedClock.Start, Role: null, $"c{i}", Turn: null))];

        Assert.All(Said.Index(memories).Search("parrot", 10), found => Assert.Equal(1, found.Count));
        Assert.Equal(["!", "?"], Said.Index(Said.Call("a", 1, "?", "!")).Texts("what"));
    }

    [Theory]
    [InlineData("what is it about?")]
    [InlineData("")]
    [InlineData("?!")]
    public void Search_of_common_words_gives_what_matters_most(string query)
    {
        var record = SampleRecords.With(("plan", "gold"));

        Assert.Equal(["fact-plan", "c1-turn-0"], new CallerIndex(record).Search(query, 10).Select(found => found.Memory.Id));
        Assert.Single(new CallerIndex(record).Search(query, 1));
    }

    [Fact]
    public void Search_finds_facts_that_hold_and_none_that_do_not()
    {
        var record = SampleRecords.Empty.With(SampleRecords.Extracted("c1", 1, ("plan", "gold")))
            .With(SampleRecords.Extracted("c2", 2, ("plan", "tin")));

        var found = Assert.Single(new CallerIndex(record).Search("plan", 10)).Memory;

        Assert.Equal(
            ("Plan: tin.", Sector.Semantic, Salience.High, "c2", null, null),
            (found.Text, found.Sector, found.Salience, found.ConversationId, found.Turn, found.Role));
        Assert.Empty(new CallerIndex(record).Search("gold", 10));
    }

    [Fact]
    public void Search_of_a_record_without_memories_finds_nothing()
    {
        Assert.Empty(new CallerIndex(SampleRecords.Empty).Search("parrot", 10));
        Assert.Empty(new CallerIndex(SampleRecords.Empty).Search("", 10));
        Assert.Empty(new CallerIndex(SampleRecords.Empty).Search("last call in May", 10));
        Assert.Equal("+12025550123", new CallerIndex(SampleRecords.Empty).Profile.PhoneNumber);
    }

    [Fact]
    public void Search_gives_memories_of_the_record_each_turn_once_whatever_the_order_they_stand_in() => Property.Check(
        from calls in Calls()
        from query in Words().NonEmptyListOf().Select(words => string.Join(' ', words))
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 30)
        select (calls, query, seed, count),
        values =>
        {
            var memories = values.calls.SelectMany(call => call).ToArray();
            var shuffled = (Memory[])memories.Clone();
#pragma warning disable CA5394 // A seed that the property's failure can print.
            new Random(values.seed).Shuffle(shuffled);
#pragma warning restore CA5394

            var found = Said.Index(memories).Search(values.query, values.count);

            Assert.InRange(found.Count, 0, values.count);
            Assert.All(found, each => Assert.Contains(each.Memory, memories));
            Assert.Equal(found.Count, found.DistinctBy(each => each.Memory.Id).Count());
            Assert.Equal(found.Count, found.DistinctBy(each => (each.Memory.ConversationId, each.Memory.Turn)).Count());
            Assert.Equal(found.Count, found.DistinctBy(each => (each.Memory.Role, each.Memory.Text)).Count());
            Assert.Equal(found, Said.Index(shuffled).Search(values.query, values.count));
        });

    [Fact]
    public void Search_finds_all_that_was_said_once_and_counts_it_as_often_as_it_was_said() => Property.Check(
        Calls(),
        calls =>
        {
            var memories = calls.SelectMany(call => call).ToList();

            var found = Said.Index([.. calls]).Search("", 1000);

            Assert.Equal(memories.Count, found.Sum(each => each.Count));
            Assert.All(found, each =>
                Assert.Equal(memories.Count(memory => Same(memory.Text, each.Memory.Text) && memory.Role == each.Memory.Role), each.Count));
        });

    [Fact]
    public void Search_of_a_word_that_one_turn_of_the_caller_alone_has_finds_that_turn_first() => Property.Check(
        from calls in Calls().Where(calls => calls.Sum(call => call.Length) > 0)
        from at in Gen.Choose(0, calls.Sum(call => call.Length) - 1)
        select (calls, at),
        values =>
        {
            var memories = values.calls.SelectMany(call => call).ToArray();
            memories[values.at] = memories[values.at] with { Text = "xylophone " + memories[values.at].Text, Role = "user" };

            Assert.Equal(memories[values.at], Said.Index(memories).Search("Xylophones?", 3)[0].Memory);
        });

    private static bool Same(string one, string other)
        => one == other || WordsOf(one).Length > 0
            && WordsOf(one).SequenceEqual(WordsOf(other)) && one.TrimEnd().EndsWith('?') == other.TrimEnd().EndsWith('?');

    private static string[] WordsOf(string text) => text.Replace("?", "", StringComparison.Ordinal)
        .Replace(",", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Gen<string> Words()
        => Gen.Elements("parrot", "cat", "dog", "the", "zebra", "Mel,", "when", "May", "7", "I", "?", "caller");

    private static Gen<List<Memory[]>> Calls()
        => (from words in Words().ListOf()
            from role in Gen.Elements("user: ", "agent: ")
            select role + string.Join(' ', words))
            .ListOf()
            .ListOf()
            .Select(calls => calls.Select((turns, call) => Said.Call($"c{call}", 1 + call % 28, [.. turns])).ToList());

    private static CallerIndex Index(params string[] texts) => Said.Index(Said.Call("c", FixedClock.Start, texts));

    private static void Memories(out CallerIndex index, string[] texts)
        => index = Said.Index([.. texts.Select((text, i) => Said.Call($"c{i}", 1 + i, text))]);
}
