using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>By what name a caller is addressed, and whether it is sure enough to greet by.</summary>
public sealed class CallerNameTests
{
    [Theory]
    [InlineData("Sam", true, "Sam")]
    [InlineData("Sam", true, "Sam", "Sam Jones")]
    [InlineData("Sarah", true, "Sara", "Sarah")]
    [InlineData("Maria", false, "Sam", "Maria")]
    [InlineData("Maria", true, "Sam", "Maria", "Maria")]
    [InlineData("Sam", false, "Sam", "Maria", "Sam", "Sam")]
    [InlineData("Maria", true, "Sam", "-Sam", "Maria")]
    public void Name_is_the_last_and_unsure_while_two_people_may_share_the_line(string expected, bool isSure, params string[] names)
    {
        var profile = Profile(names.Select(name => name.StartsWith('-') ? Fact("name", name[1..], ends: true) : Fact("name", name)));

        Assert.StartsWith(expected, profile.Name, StringComparison.Ordinal);
        Assert.Equal(isSure, !profile.IsNameUnsure);
    }

    [Theory]
    [InlineData("Sara", true, "Sara", "Sarah", "Sara")]
    [InlineData("Tara", false, "Sara", "Tara")]
    [InlineData("Sue", false, "Sam", "Sue")]
    [InlineData("Katherine", true, "Catherine Smith", "-Catherine Smith", "Katherine")]
    [InlineData("Alexandra", false, "Alexander", "Alexandra Bell")]
    [InlineData("Jo", false, "Sam", "Maria", "Jo", "Jo", "Jo")]
    [InlineData("Sam", true, "Sam Smith", "Smith", "Sam")]
    [InlineData("Sam", true, "Sam", "Sam Smith", "Smith")]
    [InlineData("Anne", true, "Ann", "Anne")]
    [InlineData("Annie", false, "Ann", "Annie")]
    [InlineData("Jan", false, "Jo", "Jan")]
    [InlineData("Christoph", false, "Christina", "Christoph")]
    [InlineData("Soma", true, "Sara", "Sare", "Soma")]
    public void Name_that_was_misheard_shortened_or_corrected_is_no_second_one(string expected, bool isSure, params string[] names)
        => Name_is_the_last_and_unsure_while_two_people_may_share_the_line(expected, isSure, names);

    [Fact]
    public void Correction_in_another_call_or_of_another_name_makes_no_new_name_sure()
    {
        var inAnotherCall = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Sam")))
            .With(Call("c2", Fact("name", "Sam", ends: true)))
            .With(Call("c3", Fact("name", "Maria")));
        var ofAnother = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Sam")))
            .With(Call("c2", Fact("name", "Bob", ends: true), Fact("name", "Maria")));
        var ofAnotherKind = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Sam")))
            .With(Call("c2", Fact("home", "Sam", ends: true), Fact("name", "Maria")));

        Assert.All([inAnotherCall, ofAnother, ofAnotherKind], record => Assert.True(ProfileBuilder.Build(record).IsNameUnsure));
    }

    [Fact]
    public void Name_that_is_only_ended_or_of_another_kind_is_no_second_one()
    {
        var record = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Sam")))
            .With(Call("c2", Fact("name", "Maria", ends: true), Fact("home", "Lima"), Fact("last_name", "Berg")));

        Assert.Equal(("Sam", false), (ProfileBuilder.Build(record).Name, ProfileBuilder.Build(record).IsNameUnsure));
    }

    [Theory]
    [InlineData("preferred_name")]
    [InlineData("first_name")]
    public void Other_name_is_as_unsure_as_the_line_is_shared(string key)
    {
        var one = SampleRecords.Empty.With(Call("c1", Fact("name", "Robert Smith"), Fact(key, "Robert")));
        var two = one.With(Call("c2", Fact("name", "Maria"), Fact(key, "Robert")));

        Assert.Equal(("Robert", false), (ProfileBuilder.Build(one).Name, ProfileBuilder.Build(one).IsNameUnsure));
        Assert.Equal(("Robert", true), (ProfileBuilder.Build(two).Name, ProfileBuilder.Build(two).IsNameUnsure));
    }

    [Fact]
    public void Second_name_makes_nothing_else_unsure()
    {
        var collected = Fact("full_name", "Kim Holm") with
        {
            Basis = FactBasis.Unsupported,
            Source = new FactSource("", FactSource.DataCollection),
        };
        var record = SampleRecords.Empty
            .With(Call("c1", Fact("home", "Oslo"), Fact("name", "Sam")))
            .With(Call("c2", Fact("name", "Maria")))
            .With(Call("c3", collected));

        Assert.Equal(
            [("Oslo", FactBasis.SelfIdentified), ("Maria", FactBasis.SecondName), ("Kim Holm", FactBasis.Unsupported)],
            record.Known().Current.Select(fact => (fact.Value, fact.Basis)));
    }

    [Fact]
    public void Preferred_name_is_the_best_believed_one_and_never_one_that_nobody_said()
    {
        var bareWord = Fact("preferred_name", "Robbie") with { Basis = FactBasis.BareWord };
        var first = SampleRecords.Empty.With(Call("c1", Fact("name", "Robert Smith"), Fact("preferred_name", " Bob ")));
        var unsaid = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Robert Smith"), bareWord with { Basis = FactBasis.Unsupported }));

        Assert.Equal("Bob", ProfileBuilder.Build(first.With(Call("c2", bareWord))).Name);
        Assert.Equal("Robert Smith", ProfileBuilder.Build(unsaid).Name);
    }

    [Fact]
    public void Value_that_is_no_name_makes_no_name_unsure()
    {
        var profile = Profile([Fact("name", "+12025550123"), Fact("name", "unknown"), Fact("name", "サム"), Fact("name", "Sam")]);

        Assert.Equal(("Sam", false), (profile.Name, profile.IsNameUnsure));
    }

    [Theory]
    [InlineData("first_name")]
    [InlineData("given_name")]
    [InlineData("firstname")]
    public void Given_name_goes_before_the_whole_one_while_it_holds(string key)
    {
        var holds = SampleRecords.Empty.With(Call("c1", Fact("name", "Robert Smith"), Fact(key, " Robert ")));
        var isOver = holds.With(Call("c2", Fact(key, "Robert", ends: true), Fact("name", "Robert Smith")));
        var isUnconfirmed = SampleRecords.Empty
            .With(Call("c1", Fact("name", "Robert Smith"), Fact(key, "Robert") with { Basis = FactBasis.Unsupported }));

        Assert.Equal("Robert", ProfileBuilder.Build(holds).Name);
        Assert.Equal("Robert Smith", ProfileBuilder.Build(isOver).Name);
        Assert.Equal("Robert Smith", ProfileBuilder.Build(isUnconfirmed).Name);
    }

    [Fact]
    public void Name_in_a_script_without_rules_counts_only_if_the_platform_collected_it()
    {
        var said = Fact("name", "さくら");
        var collected = said with { Source = new FactSource("c1", FactSource.DataCollection), Basis = FactBasis.Supported };

        Assert.Null(ProfileBuilder.Build(SampleRecords.Empty.With(Call("c1", said))).Name);
        Assert.Equal("さくら", ProfileBuilder.Build(SampleRecords.Empty.With(Call("c1", collected))).Name);
    }

    [Theory]
    [InlineData("Anne-Marie O'Neill", true)]
    [InlineData("J. R. R. Tolkien", true)]
    [InlineData("Zoë D’Arcy", true)]
    [InlineData("A b c d", true)]
    [InlineData("A b c d e", false)]
    [InlineData("Sam 2", false)]
    [InlineData("Sam\tSmith", false)]
    [InlineData("...", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("Sаm", false)]
    [InlineData("Анна", true)]
    [InlineData("アアアアアアアアアアアア", true)]
    [InlineData("アアアアアアアアアアアアア", false)]
    [InlineData("김김김김김김김김김김김김김", false)]
    [InlineData("กกกกกกกกกกกกก", true)]
    [InlineData("ကကကကကကကကကကကကက", false)]
    [InlineData("កកកកកកកកកកកកក", false)]
    [InlineData("АннаАннаАннаАнна", true)]
    public void Text_is_a_name_if_people_are_called_so(string? text, bool isName) => Assert.Equal(isName, CallerName.IsName(text));

    [Fact]
    public void Name_has_40_characters_at_most()
    {
        Assert.True(CallerName.IsName("S" + new string('a', 39)));
        Assert.False(CallerName.IsName("S" + new string('a', 40)));
    }

    [Fact]
    public void Name_is_the_one_they_want_to_be_called_by()
    {
        Assert.Equal("Bob", Profile([Fact("name", "Robert Smith"), Fact("preferred_name", "Bob")]).Name);
        Assert.Equal("Robert", Profile([Fact("full_name", "Robert Smith"), Fact("first_name", "Robert")]).Name);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("{{system__caller_id}}")]
    [InlineData("+12025550123")]
    [InlineData("Administrator")]
    public void Name_that_is_none_is_not_spoken(string value)
    {
        var profile = Profile([Fact("name", value)]);

        Assert.Null(profile.Name);
    }

    // One call each, but what corrects comes in the call of what it is corrected to.
    private static CallerProfile Profile(IEnumerable<Fact> facts)
    {
        var record = SampleRecords.Empty;
        var corrections = new List<Fact>();
        foreach (var (fact, call) in facts.Select((fact, call) => (fact, call)))
        {
            corrections.Add(fact);
            if (fact.Ends)
                continue;
            var extracted = SampleRecords.Extracted($"c{call}", call);
            record = record.With(extracted with
            {
                Facts = [.. corrections.Select((said, turn) => said with
                {
                    ValidFrom = extracted.Call.StartedAt,
                    Source = new FactSource(extracted.Call.ConversationId, FactSource.Statement, turn, said.Value),
                })],
            });
            corrections.Clear();
        }

        return ProfileBuilder.Build(record);
    }

    // A call in which the given is said.
    private static ExtractedCall Call(string conversation, params Fact[] said)
    {
        var extracted = SampleRecords.Extracted(conversation, conversation[1] - '0');
        return extracted with
        {
            Facts = [.. said.Select(fact => fact with
            {
                ValidFrom = extracted.Call.StartedAt,
                Source = fact.Source with { ConversationId = conversation },
            })],
        };
    }

    private static Fact Fact(string key, string value, bool ends = false)
        => new(key, value, FixedClock.Start, new FactSource("", FactSource.Statement, 1, value), ends);
}
