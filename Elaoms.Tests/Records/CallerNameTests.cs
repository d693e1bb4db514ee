using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records;

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

    private static Fact Fact(string key, string value, bool ends = false)
        => new(key, value, FixedClock.Start, ValidTo: null, new FactSource("", FactSource.Statement, 1, value), ends);
}
